interface EncodedBody {
  bytes: Buffer;
  contentType: string;
}

/** A text goes as it is; anything else as JSON or, nested names in brackets, as a form. */
export function encodeBody(body: unknown, format: "json" | "form"): EncodedBody | undefined {
  if (body === undefined || body === null) return undefined;
  if (format === "form" && typeof body === "object") {
    const form = new URLSearchParams(flatten(body as Record<string, unknown>));
    return { bytes: Buffer.from(form.toString()), contentType: "application/x-www-form-urlencoded" };
  }
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const contentType = format === "form" ? "application/x-www-form-urlencoded" : "application/json";
  return { bytes: Buffer.from(text), contentType };
}

function flatten(value: Record<string, unknown>, prefix = ""): [string, string][] {
  return Object.entries(value).flatMap(([name, one]): [string, string][] => {
    const key = prefix ? `${prefix}[${name}]` : name;
    if (one === null || one === undefined) return [];
    if (typeof one === "object") return flatten(one as Record<string, unknown>, key);
    return [[key, String(one)]];
  });
}

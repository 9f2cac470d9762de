/** What the sender may have signed when something on the way wrote the body anew, with the words for it. */
export function bodyVariants(body: Buffer): { cause: string; body: Buffer }[] {
  const text = body.toString("utf8");
  const trimmed = text.replace(/[\r\n]+$/, "");
  return [
    { cause: "a line break at the end of the body was lost on the way", texts: [`${trimmed}\n`, `${trimmed}\r\n`] },
    { cause: "a line break was added at the end of the body on the way", texts: [trimmed] },
    {
      cause: "line breaks in the body were changed on the way (CRLF and LF)",
      texts: [text.replace(/\r?\n/g, "\r\n"), text.replace(/\r\n/g, "\n")],
    },
    { cause: "a byte order mark was added or lost on the way", texts: [`\ufeff${text}`, text.replace(/^\ufeff/, "")] },
    {
      cause:
        "the JSON body was read and written again on the way (a proxy or a test tool); it must arrive byte for byte",
      texts: rewrittenJson(text),
    },
    { cause: "the signature was made over an empty body", texts: [""] },
  ].flatMap(({ cause, texts }) =>
    texts.filter((variant) => variant !== text).map((variant) => ({ cause, body: Buffer.from(variant, "utf8") })),
  );
}

/** The ways in which common libraries write JSON: tight, with spaces, indented, with escaped characters. */
function rewrittenJson(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    const tight = JSON.stringify(value);
    const spaced = withSpaces(value);
    const written = [tight, spaced, JSON.stringify(value, null, 2), JSON.stringify(value, null, 4)];
    return [...written, ...written.map(escapeNonAscii), tight.replaceAll("/", "\\/")];
  } catch {
    return [];
  }
}

const maxDepth = 64;

/** As Python writes it: a space after each comma and colon. */
function withSpaces(value: unknown, depth = 0): string {
  if (depth > maxDepth || typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => withSpaces(item, depth + 1)).join(", ")}]`;
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${withSpaces(item, depth + 1)}`);
  return `{${members.join(", ")}}`;
}

const escapeNonAscii = (text: string): string =>
  text.replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Marked secrets: planted wherever one is taken, and sought in whatever comes out. */
const mark = "c4n4ryMark";
const tail = "abcdefghijklmnopqrstuvwx";
export const planted = new Set<string>();

/** A canary that the field takes: as it is, else in the form that its pattern asks for. */
export function plantIn({ pattern }: { pattern?: string }, example: string): string {
  const secret = plant();
  const label = /-----BEGIN ([A-Z ]+)-----/.exec(example)?.[1] ?? "PRIVATE KEY";
  const forms = [
    secret,
    Buffer.from(secret).toString("hex"),
    `whsec_${Buffer.from(secret).toString("base64")}`,
    `-----BEGIN ${label}-----\n${secret}\n-----END ${label}-----`,
    `${example}${secret}`,
  ];
  const fitting = forms.find((form) => pattern === undefined || new RegExp(pattern, "u").test(form));
  if (fitting === undefined) throw new Error(`No canary fits the pattern ${pattern}`);
  return fitting;
}

/** A secret that no pattern of a field refuses and that a search finds in any of its spellings. */
export function plant(): string {
  const secret = `${mark}${String(planted.size + 1).padStart(4, "0")}${tail}`;
  planted.add(secret);
  return secret;
}

/** The secret as it could stand somewhere: as it is, in hexadecimal, in base64 at each of the three offsets. */
export function spellings(secret: string): string[] {
  const inBase64 = [0, 1, 2].map((offset) => {
    const text = Buffer.from("x".repeat(offset) + secret).toString("base64");
    return text.slice(offset === 0 ? 0 : 4, -4);
  });
  const reversed = [...secret].reverse().join("");
  return [secret, reversed, Buffer.from(secret).toString("hex"), encodeURIComponent(secret), ...inBase64];
}

/** In every spelling of every canary is one of these, so most texts need no more than seven searches. */
const traces = spellings(tail);

/** The spellings of planted secrets that stand in the text. */
export function found(text: string): string[] {
  if (!traces.some((trace) => text.includes(trace))) return [];
  return [...planted].flatMap(spellings).filter((spelling) => text.includes(spelling));
}

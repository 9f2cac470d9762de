/** Values shorter than this would blot out innocent text. */
const shortestInText = 4;
const shortestInStream = 8;

export const mask = "[secret]";

/** Removes a credential's secrets, in every form they travel in, from what goes back to the caller. */
export interface Redactor {
  text(value: string): string;
  /** Forms to look for in a stream, longest first. */
  needles: readonly Buffer[];
}

/** `secrets`: values as they are. Their base64, percent-encoded and JSON forms are looked for too. */
export function createRedactor(secrets: readonly string[]): Redactor {
  const long = secrets.filter((secret) => secret.length >= shortestInText);
  const forms = [...new Set(long.flatMap(formsOf))].toSorted((a, b) => b.length - a.length);
  const needles = forms.map((form) => Buffer.from(form, "utf8")).filter((form) => form.length >= shortestInStream);
  return {
    text: (value) => forms.reduce((text, form) => (text.includes(form) ? text.replaceAll(form, mask) : text), value),
    needles,
  };
}

function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret, "utf8").toString("base64").replace(/=+$/, "");
  const percent = encodeURIComponent(secret.toWellFormed());
  const latin1 = Buffer.from(secret, "utf8").toString("latin1");
  const forms = [
    secret,
    latin1,
    base64,
    base64.replaceAll("+", "-").replaceAll("/", "_"),
    percent,
    percent.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    percent.replaceAll("%20", "+"),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/"),
  ];
  return forms.filter((form) => form.length >= shortestInText);
}

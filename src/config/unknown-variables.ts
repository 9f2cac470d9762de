import type { Environment } from "./values.ts";

export const knownVariables = [
  "CREDENZA_HOST",
  "CREDENZA_PORT",
  "CREDENZA_PUBLIC_URL",
  "CREDENZA_DATA_DIR",
  "CREDENZA_ROOT_KEY",
  "CREDENZA_ROOT_KEY_FILE",
  "CREDENZA_ROLE",
  "CREDENZA_EGRESS_ALLOW",
  "CREDENZA_BOOTSTRAP_ORG_ID",
  "CREDENZA_BOOTSTRAP_ORG_NAME",
  "CREDENZA_BOOTSTRAP_ADMIN_EMAIL",
  "CREDENZA_BOOTSTRAP_ADMIN_PASSWORD",
  "CREDENZA_BOOTSTRAP_ACCESS_KEY_ID",
  "CREDENZA_BOOTSTRAP_API_SECRET",
  "CREDENZA_SYSTEMS_DIR",
  "CREDENZA_LOG_LEVEL",
  "CREDENZA_MAX_WEBHOOK_BYTES",
  "CREDENZA_REQUESTS_PER_SECOND",
  "CREDENZA_EVENT_DAYS",
  "CREDENZA_SMTP_URL",
  "CREDENZA_MAIL_FROM",
  "CREDENZA_SKIP_BROWSER",
  "CREDENZA_URL",
  "CREDENZA_ORGANIZATION_ID",
  "CREDENZA_ACCESS_KEY_ID",
  "CREDENZA_API_SECRET",
];

/** One sentence for each CREDENZA_ variable that means nothing to us, with the name that was probably meant. */
export function unknownVariables(env: Environment): string[] {
  return Object.keys(env)
    .filter(
      (name) =>
        name.startsWith("CREDENZA_") && !name.startsWith("CREDENZA_BASE_URL_") && !knownVariables.includes(name),
    )
    .map((name) => {
      const nearest = knownVariables.toSorted((a, b) => distance(a, name) - distance(b, name))[0] ?? "";
      const hint = distance(nearest, name) <= 3 ? ` Did you mean ${nearest}?` : "";
      return `${name} is set, but Credenza knows no such variable.${hint}`;
    });
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous.at(-1) ?? 0;
}

import type { SampleRequest } from "../../webhooks/incoming/sample.ts";

/** A command that a POSIX shell runs as it stands. A password is not in it: two variables stand for the pair. */
export function toCurl({ url, headers, body, needsPassword }: SampleRequest): string {
  const user = needsPassword ? ['-u "$USER:$PASSWORD"'] : [];
  const sent = headers.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  return ["curl -i -X POST", ...user, ...sent, `--data-binary ${quote(body)}`, quote(url)].join(" \\\n  ");
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

import type { Field } from "../../src/define/fields.ts";
import { capital } from "../../src/define/fields-schema.ts";
import { isOauth } from "../../src/define/schemes.ts";
import { neededScopes, nothingToChoose } from "../../src/define/scopes.ts";
import type { Destination, SystemDefinition, TestCall } from "../../src/define/system.ts";
import { bullets, cell, table } from "./markdown.ts";
import { describeScheme } from "./schemes.ts";
import { incomingParts } from "./verifications.ts";

type CredentialType = SystemDefinition["credentialTypes"][string];

/** The reference page of one system, from its file alone. `webhooks` is the system that verifies what it sends. */
export function systemPage(system: SystemDefinition, webhooks: SystemDefinition | undefined): string {
  const types = Object.entries(system.credentialTypes);
  const parts = [
    `# ${system.name}`,
    [system.summary, system.website && `<${system.website}>`].filter(Boolean).join(" "),
    "## Destinations",
    destinations(system),
    ...types.flatMap(([id, type]) => typeParts(id, type)),
    ...presets(system),
    ...limits(system),
    ...webhookPart(system, webhooks),
    ...(system.notes?.length ? ["## Notes and known gaps", bullets(system.notes)] : []),
    ...basisPart(system),
    `<!-- Made from systems/${system.id}.ts by npm run docs. -->`,
  ];
  return `${parts.join("\n\n")}\n`;
}

function destinations({ destinations: all }: SystemDefinition): string {
  const rows = Object.entries(all).map(([id, destination]) => [
    `\`${id}\``,
    destination.name + (destination.mode === "test" ? " (for tests)" : ""),
    address(destination),
  ]);
  const table3 = table(["destination", "in the Console", "where calls go"], rows);
  const remarks = Object.values(all).flatMap(({ description }) => description ?? []);
  return [table3, ...remarks].join("\n\n");
}

function presets({ integrations }: SystemDefinition): string[] {
  if (!integrations?.presets.length) return [];
  const rows = integrations.presets.map(({ id, name, steps }) => [
    `\`${id}\``,
    name,
    steps.map(({ method, path }) => `\`${method} ${path}\``).join("<br>"),
  ]);
  return ["## Presets of integrations", table(["preset", "what it makes", "calls"], rows)];
}

function address({ baseUrl, hosts = [], direction }: Destination): string {
  if (direction === "incoming") return "receives; nothing is called";
  if (!baseUrl) return "signs what leaves; nothing is called";
  const urls = typeof baseUrl === "string" ? [`\`${baseUrl}\``] : Object.entries(baseUrl.urls).map(choice);
  return [...urls, ...hosts.map((host) => `\`https://${host}\``)].join("<br>");
}

const choice = ([value, url]: [string, string]): string => `\`${url}\` (${value})`;

function typeParts(id: string, type: CredentialType): string[] {
  const only = type.destinations ? ` For ${type.destinations.map((one) => `\`${one}\``).join(" and ")}.` : "";
  return [
    `## ${type.name}`,
    `${type.summary}${only}`,
    `Type \`${id}\`${type.default ? ", taken where a request names none" : ""}.`,
    fields(type.fields),
    ...sent(type),
    ...needed(type),
    ...pasted(type),
    ...tested(type),
  ];
}

function needed(type: CredentialType): string[] {
  const reason = nothingToChoose(type);
  if (reason) return ["### What the key needs", `Nothing to choose: ${reason}.`];
  const scopes = neededScopes(type);
  return scopes.length > 0 ? ["### What the key needs", bullets(scopes.map(scopeLine))] : [];
}

/** The vendor's own name as it is written there, or a sentence, which may begin with one. */
function scopeLine(scope: string): string {
  const [first = "", ...rest] = scope.split(" ");
  if (rest.length === 0) return `\`${scope}\``;
  return `${/^[a-z]+,?$/.test(first) ? capital(scope) : scope}.`;
}

function fields(all: Record<string, Field>): string {
  const rows = Object.entries(all).map(([name, field]) => [
    `\`${name}\``,
    field.label,
    kindOf(field),
    whereToFind(field),
  ]);
  return table(["field", "in the Console", "kind", "where to find it"], rows);
}

function kindOf({ secret, optional, defaultValue, options }: Field): string {
  const kind = options ? options.map(({ value }) => `\`${value}\``).join(", ") : secret ? "secret" : "shown";
  const presence = optional ? ", optional" : defaultValue ? `, \`${defaultValue}\` unless given` : "";
  return kind + presence;
}

function whereToFind({ help, link }: Field): string {
  return cell([help, link && `[${link.label}](${link.href})`].filter(Boolean).join(" "));
}

function sent({ authorize, headers, incoming, signing }: CredentialType): string[] {
  if (signing)
    return [
      "### How it is used",
      "It signs the notifications of outgoing webhooks. See [the contract of the signature](../../decisions/027-outgoing-signature.md).",
    ];
  if (incoming) return incomingParts(incoming);
  if (!authorize) return [];
  const extra = Object.entries(headers ?? {}).map(([name, value]) => `\`${name}: ${value}\``);
  const always = extra.length > 0 ? `\n\nSent with each request unless the caller gives it: ${extra.join(", ")}.` : "";
  return ["### How it is sent", describeScheme(authorize) + always];
}

function pasted({ paste }: CredentialType): string[] {
  if (!paste) return [];
  const filled = "The credential's page shows it with the values of the credential and of this installation:";
  return [`### ${paste.title}`, `${paste.help} ${filled}`, `\`\`\`\n${paste.text}\n\`\`\``];
}

function tested({ test, authorize }: CredentialType): string[] {
  const byToken = "A token: it works when the address for tokens gives one.";
  if (!test) return isOauth(authorize) ? ["### What the test checks", byToken] : [];
  const rows = test.outcomes.map((outcome) => [statusOf(outcome), cell(outcome.summary)]);
  return [
    "### What the test checks",
    `\`${test.method} ${test.path || "/"}\``,
    table(["answer", "what you are told"], rows),
  ];
}

function statusOf({ status, body }: TestCall["outcomes"][number]): string {
  const range = typeof status === "number" ? `${status}` : `${status[0]} to ${status[1]}`;
  if (!body) return range;
  if ("includes" in body) return cell(`${range} with ${body.includes}`);
  if ("exists" in body) return `${range} ${body.exists ? "with" : "without"} \`${body.path}\``;
  return `${range}, \`${body.path}\` is \`${[body.equals].flat().join("` or `")}\``;
}

function limits({ limits: sentence, rateLimit, destinations: all }: SystemDefinition): string[] {
  if (!Object.values(all).some(({ direction }) => direction === "outgoing")) return [];
  const names = Object.values(rateLimit ?? {}).map((name) => `\`${name}\``);
  const headers = names.length > 0 ? `Answers tell it in ${names.join(", ")}.` : "";
  return ["## Limits", [sentence, headers].filter(Boolean).join(" ")];
}

function basisPart({ basis }: SystemDefinition): string[] {
  if (!basis) return [];
  const { comparedWith = [], readIn = [], unconfirmed } = basis;
  return [
    "## How sure this is",
    "Nothing on this page was tried with a live account.",
    ...(comparedWith.length > 0
      ? [`The tests compare what is sent or verified with: ${comparedWith.join(", ")}.`]
      : []),
    ...(readIn.length > 0 ? ["Read, and not tried:", bullets(readIn.map((phrase) => `${phrase}.`))] : []),
    ...(unconfirmed.length > 0 ? ["Not confirmed:", bullets(unconfirmed)] : []),
  ];
}

function webhookPart(system: SystemDefinition, webhooks: SystemDefinition | undefined): string[] {
  if (!webhooks) return [];
  const names = Object.keys(webhooks.destinations).map((id) => `\`${id}\``);
  return [
    "## Webhooks",
    `What ${system.name} sends is verified with a credential for ${names.join(", ")}: see [${webhooks.name}](${webhooks.id}.md).`,
  ];
}

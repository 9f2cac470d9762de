import type { FunctionDefinition, InputField } from "../../src/define/function.ts";
import { bullets, cell, table } from "./markdown.ts";

const categories: FunctionDefinition["category"][] = ["Systems", "m3ter", "Flow", "Data", "Messages", "Credenza"];
const made = "<!-- Made from src/workflows by npm run docs. -->";

/** Name of the page below docs/reference/functions -> its text: one for each category, and an index. */
export function functionPages(functions: readonly FunctionDefinition[]): Map<string, string> {
  const used = categories.filter((category) => functions.some((one) => one.category === category));
  const pages = used.map((category): [string, string] => [
    fileOf(category),
    categoryPage(
      category,
      functions.filter((one) => one.category === category),
    ),
  ]);
  return new Map([...pages, ["README.md", index(functions)]]);
}

const fileOf = (category: string): string => `${category.toLowerCase()}.md`;
const anchorOf = ({ name }: FunctionDefinition): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");

function index(functions: readonly FunctionDefinition[]): string {
  const rows = functions.map((one) => [
    `[${one.name}](${one.category.toLowerCase()}.md#${anchorOf(one)})`,
    `\`${one.id}\``,
    cell(one.summary),
  ]);
  return page([
    "# Functions of workflows",
    "What a step can do. [How to build a workflow](../../guides/workflows.md) tells the rest; `GET …/workflows/functions` gives the same as data.",
    table(["function", "id", "what it does"], rows),
    "## When a step fails",
    "`$errors.step.code` and the run's error hold one of these codes, or one of the function's own.",
    table(["code", "when", "tried again"], sharedErrors),
    "A step is tried once unless it has a retry policy. Each try carries the same idempotency key, `run:step`, in a loop `run:step:item`. A run that is retried by hand keeps the key of a step whose outcome nobody knows, and gives a new one to a step that was refused.",
    made,
  ]);
}

const sharedErrors = [
  ["`input_invalid`", "An input is missing or of another kind; the message names it.", "no"],
  ["`expression_failed`", "An expression could not be worked out, or took longer than 2 seconds.", "no"],
  ["`too_large`", "Inputs or output are longer than 4 MiB.", "no"],
  ["`step_timed_out`", "The step took longer than its timeout.", "yes"],
  ["`credential_missing`", "The step has no credential.", "no"],
  ["`credential_disabled`, `credential_deleted`", "The credential was disabled or deleted.", "no"],
  ["`host_not_allowed`", "The path leads to a host that the system does not declare.", "no"],
  ["`answer_refused`", "The system answered with another status than 2xx.", "408, 425, 429 and 5xx"],
  ["`answer_too_large`", "The answer is longer than 4 MiB.", "no"],
  ["`upstream_failed`, `upstream_timeout`", "There was no connection, or no answer in time.", "yes"],
];

function categoryPage(category: string, functions: FunctionDefinition[]): string {
  return page([
    `# ${category}: functions of workflows`,
    "[All functions](README.md), and the errors that they share.",
    ...functions.flatMap(functionParts),
    made,
  ]);
}

function functionParts(definition: FunctionDefinition): string[] {
  const { name, id, summary, call, inputs, output } = definition;
  const given = Object.entries(inputs).map(([input, field]) => [
    `\`${input}\``,
    field.label,
    kindOf(field),
    definition.needsOneOf?.includes(input) ? oneOfWords(definition.needsOneOf) : presenceOf(field),
    cell(field.help ?? ""),
  ]);
  const gives = Object.entries(output).map(([member, { label, kind }]) => [`\`${member}\``, label, kind]);
  return [
    `## ${name}`,
    `\`${id}\``,
    [summary, call && `It makes the call \`${call}\`.`, credentialOf(definition)].filter(Boolean).join(" "),
    table(["input", "in the builder", "kind", "needed", "remarks"], given),
    ...(gives.length > 0
      ? [`It gives, as \`$steps.step\`:`, table(["member", "what", "kind"], gives)]
      : [outputWords(definition)]),
    `Ways out: ${waysOf(definition)}.`,
    ...errorsOf(definition),
    `**Repetition.** ${definition.repetition}`,
    "**Example.**",
    `\`\`\`json\n${JSON.stringify(exampleOf(definition), null, 2)}\n\`\`\``,
  ];
}

const kindWords: Partial<Record<InputField["kind"], string>> = {
  multiline: "text",
  json: "any value",
  workflow: "id of a workflow",
  incomingwebhook: "id of an incoming webhook",
  webhook: "id of an outgoing webhook",
};

const kindOf = ({ kind, options }: InputField): string =>
  options ? options.map(({ value }) => `\`${value}\``).join(", ") : (kindWords[kind] ?? kind);

const oneOfWords = (names: string[]): string => `one of ${names.map((name) => `\`${name}\``).join(", ")}`;

const presenceOf = ({ required, defaultValue }: InputField): string =>
  defaultValue === undefined ? (required ? "yes" : "") : `\`${String(defaultValue)}\` unless given`;

function credentialOf({ credential }: FunctionDefinition): string {
  if (!credential) return "";
  const of = credential.destinations?.map((one) => `\`${one}\``).join(" or ") ?? "any system that can be called";
  return `It needs a credential of ${of}${credential.optional ? ", if any" : ""}.`;
}

function outputWords({ ports, id }: FunctionDefinition): string {
  if (ports?.length === 0) return "Nothing follows it.";
  return id === "data.transform" ? "`$steps.step` is the value itself." : "It gives nothing.";
}

function waysOf({ ports = ["next"], portsFrom }: FunctionDefinition): string {
  const named = [...ports, "error"].map((port) => `\`${port}\``);
  const from = portsFrom === undefined ? [] : [`one for each text in \`${portsFrom}\``];
  return [...from, ...named].join(", ");
}

function errorsOf({ errors }: FunctionDefinition): string[] {
  if (!errors) return [];
  return ["Errors of its own:", bullets(Object.entries(errors).map(([code, words]) => `\`${code}\`: ${words}`))];
}

function exampleOf(definition: FunctionDefinition): object {
  const [port] = definition.ports ?? ["next"];
  return {
    id: "step",
    function: definition.id,
    ...(definition.credential ? { credentialId: "…" } : {}),
    inputs: definition.example,
    ...(definition.loop ? { body: { next: ["inner"], steps: ["…"] } } : {}),
    ...(port === undefined ? {} : { next: { [port]: ["following"] } }),
  };
}

const page = (parts: string[]): string => `${parts.join("\n\n")}\n`;

import { type Command, commands } from "./commands.ts";

export const overview = (): string => {
  const nouns = [...Map.groupBy(commands, ({ noun }) => noun)];
  const width = Math.max(...nouns.map(([noun]) => noun.length));
  return `credenza: keeps credentials, uses them for you

  credenza login                         keep the server's URL and an access key
  credenza logout                        forget them
  credenza NOUN VERB [ID] [--flags]      one of the commands below
  credenza request METHOD PATH [--body]  any call of the API, below the organization
  credenza NOUN VERB --help              flags of a command

  --json prints JSON. A secret is asked for, or read with --flag @file or --flag -.

${nouns.map(([noun, all]) => `  ${noun.padEnd(width)}  ${all.map(({ verb }) => verb).join(", ")}\n`).join("")}`;
};

export function helpOf({ noun, verb, operation, positionals, query, body, required, isOpen }: Command): string {
  const usage = ["credenza", noun, verb, ...positionals.map((name) => name.toUpperCase())].join(" ");
  const flags = Object.entries({ ...query, ...body }).map(([name, { description, title }]) => {
    const note = description ?? title ?? "";
    return `  --${name}${required.includes(name) ? " (required)" : ""}${note ? `  ${note}` : ""}\n`;
  });
  const open = isOpen ? "  --FIELD  each field of the credential's type (credenza systems get DESTINATION)\n" : "";
  return `${operation.summary}\n\n  ${usage}\n\n${flags.join("")}${open}`;
}

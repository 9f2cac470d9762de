import { type Client, CredenzaError, createClient } from "../../sdk/client.ts";
import { cliEnvironment, loadProfile } from "../config/cli-profile.ts";
import { StartError } from "../config/start-error.ts";
import { readBody } from "./body.ts";
import { type Command, findCommand } from "./commands.ts";
import { convert, type Given, readArguments } from "./flags.ts";
import { helpOf, overview } from "./help.ts";
import { login, logout } from "./login.ts";
import { print } from "./print.ts";

async function main(argv: string[]): Promise<void> {
  const { words, flags } = readArguments(argv);
  const { json, help, ...own } = flags;
  const [noun = "help", verb = ""] = words;
  if (noun === "login") return say(await login(cliEnvironment(), own));
  if (noun === "logout") return say(logout(cliEnvironment()));
  const command = findCommand(noun, verb);
  if (noun === "help" || (help && !command)) return say(overview());
  if (command && help) return say(helpOf(command));
  const client = createClient(loadProfile(cliEnvironment()));
  const answer = await call(client, command, { words, flags: own });
  print(answer, json === true || !process.stdout.isTTY);
}

const say = (text: string): void => void process.stdout.write(text);

async function call(client: Client, command: Command | undefined, { words, flags }: Given): Promise<unknown> {
  if (words[0] === "request") return callPath(client, words, flags);
  if (!command) throw new StartError(`There is no command "${words.join(" ")}". "credenza help" lists them all.`);
  const { operation, positionals, query } = command;
  const given = words.slice(2);
  if (given.length !== positionals.length) throw new StartError(helpOf(command));
  const parameters: Record<string, string | number | boolean> = {};
  const rest = { ...flags };
  for (const name of Object.keys(query).filter((name) => name in rest)) {
    parameters[name] = convert(name, rest[name] ?? true, query[name] ?? {}) as string;
    delete rest[name];
  }
  const path = positionals.reduce(
    (filled, name, index) => filled.replace(`{${name}}`, encodeURIComponent(given[index] ?? "")),
    operation.path,
  );
  const body =
    operation.body || Object.keys(rest).length > 0 ? await readBody(command, client, given[0], rest) : undefined;
  return client.request(operation.method, path, { query: parameters, ...(body ? { body } : {}) });
}

function callPath(client: Client, words: string[], { body, ...others }: Given["flags"]): Promise<unknown> {
  const [, method = "", path = ""] = words;
  const [unknown] = Object.keys(others);
  if (!/^[A-Za-z]+$/.test(method) || !path.startsWith("/") || unknown) {
    throw new StartError("Write: credenza request METHOD /path [--body '{...}']");
  }
  const parsed = body === undefined ? {} : { body: convert("body", body, { type: "object" }) };
  return client.request(method.toUpperCase(), path, parsed);
}

function fail(error: unknown): void {
  process.exitCode = 1;
  process.stderr.write(`${explain(error)}\n`);
}

function explain(error: unknown): string {
  if (error instanceof CredenzaError) {
    const fields = error.errors.map(({ field, message }) => `\n  ${field}: ${message}`).join("");
    return `${error.message}${fields}${error.requestId ? `\n(${error.code}, request ${error.requestId})` : ""}`;
  }
  if (error instanceof StartError) return error.message;
  if (error instanceof Error && error.name === "ExitPromptError") return "Stopped.";
  if (error instanceof TypeError || (error as Error).name === "TimeoutError") {
    return "Nobody answers at that URL. Is Credenza running there?";
  }
  return (error as Error).stack ?? String(error);
}

await main(process.argv.slice(2)).catch(fail);

import jsonata from "jsonata";

/** Names of the variables that an expression uses and neither binds itself nor JSONata brings; none when it cannot be read. */
export async function freeVariables(expression: string): Promise<string[]> {
  const used = new Set<string>();
  const bound = new Set<string>();
  try {
    collect(jsonata(expression).ast(), used, bound);
  } catch {
    return [];
  }
  const open = [...used].filter((name) => /^\w+$/.test(name) && !bound.has(name));
  const areBuiltIn = await Promise.all(open.map(isBuiltIn));
  return open.filter((_, index) => !areBuiltIn[index]);
}

interface Node {
  type?: unknown;
  value?: unknown;
  lhs?: { value?: unknown };
  arguments?: unknown;
  focus?: unknown;
  index?: unknown;
}

/** A name that is bound anywhere in the expression counts as bound everywhere: a doubt is no fault. */
function collect(part: unknown, used: Set<string>, bound: Set<string>): void {
  if (typeof part !== "object" || part === null) return;
  const { type, value, lhs, arguments: parameters, focus, index } = part as Node;
  if (type === "variable") used.add(String(value));
  if (type === "bind") bound.add(String(lhs?.value));
  if (type === "lambda") for (const { value: name } of parameters as Node[]) bound.add(String(name));
  for (const name of [focus, index]) if (typeof name === "string") bound.add(name);
  for (const member of Object.values(part)) collect(member, used, bound);
}

const builtIn = new Map<string, Promise<boolean>>();

/** Asks JSONata itself, so that its functions are listed nowhere else. */
function isBuiltIn(name: string): Promise<boolean> {
  const known = builtIn.get(name);
  if (known) return known;
  const asked = jsonata(`$exists($${name})`).evaluate({});
  if (builtIn.size < 1000) builtIn.set(name, asked);
  return asked;
}

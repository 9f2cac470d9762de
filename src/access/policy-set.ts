import type { PermissionStatement } from "../store/schema.ts";

/** Text that ends in `*` stands for everything that begins with what precedes it. */
interface Pattern {
  text: string;
  isPrefix: boolean;
}

interface Rule {
  actions: Pattern[];
  resources: Pattern[];
}

/** Statements made ready for questions. A question costs a walk over the statements, no query. */
export interface PolicySet {
  allows: Rule[];
  denies: Rule[];
}

export function compilePolicies(statements: readonly PermissionStatement[]): PolicySet {
  const rulesOf = (effect: PermissionStatement["effect"]): Rule[] =>
    statements.filter((statement) => statement.effect === effect).map(compileRule);
  return { allows: rulesOf("allow"), denies: rulesOf("deny") };
}

/**
 * `itemId` null asks for all items at once (a list, or a new item): only a wildcard over all items answers it,
 * so a statement about one item neither opens nor closes the list.
 */
export function isAllowed(set: PolicySet, action: string, resourceType: string, itemId: string | null): boolean {
  const resource = `config:${resourceType}/item/${itemId ?? "*"}`.toLowerCase();
  const matches = (rule: Rule): boolean =>
    rule.actions.some((pattern) => isMatch(pattern, action)) &&
    rule.resources.some((pattern) => isMatch(pattern, resource));
  return set.allows.some(matches) && !set.denies.some(matches);
}

/**
 * True when nothing is possible under `granted` that `holder` may not do. Errs on the side of false: each thing granted
 * must be allowed to the holder as a whole by one statement, and what the holder is denied of it must be denied there too.
 */
export function isWithin(granted: PolicySet, holder: PolicySet): boolean {
  return pairs(granted.allows).every((pair) => {
    const held = pairs(holder.allows).some((own) => pairCovers(own, pair));
    const forbidden = pairs(holder.denies).filter((deny) => pairsMeet(deny, pair));
    return held && forbidden.every((deny) => pairs(granted.denies).some((own) => pairCovers(own, deny)));
  });
}

type Pair = [action: Pattern, resource: Pattern];

const pairs = (rules: Rule[]): Pair[] =>
  rules.flatMap(({ actions, resources }) =>
    actions.flatMap((action) => resources.map((resource): Pair => [action, resource])),
  );

const compileRule = ({ action, resource }: PermissionStatement): Rule => ({
  actions: action.map((text) => compilePattern(text === "all" ? "*" : text)),
  resources: resource.map(compilePattern),
});

const compilePattern = (text: string): Pattern =>
  text.endsWith("*") ? { text: text.slice(0, -1), isPrefix: true } : { text, isPrefix: false };

const isMatch = ({ text, isPrefix }: Pattern, value: string): boolean =>
  isPrefix ? value.startsWith(text) : value === text;

const covers = (wide: Pattern, narrow: Pattern): boolean =>
  wide.isPrefix ? narrow.text.startsWith(wide.text) : !narrow.isPrefix && narrow.text === wide.text;

const meets = (a: Pattern, b: Pattern): boolean => covers(a, b) || covers(b, a);

const pairCovers = (wide: Pair, narrow: Pair): boolean => covers(wide[0], narrow[0]) && covers(wide[1], narrow[1]);

const pairsMeet = (a: Pair, b: Pair): boolean => meets(a[0], b[0]) && meets(a[1], b[1]);

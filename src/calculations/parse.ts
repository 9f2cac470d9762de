import jsep, * as library from "jsep";
import { CalculationError } from "./calculation-error.ts";

/** A node of the parsed calculation; `start` is its first character. */
export type Node = jsep.Expression & { start: number };

const longestCalculation = 5_000;
const deepestNesting = 100;

jsep.removeAllUnaryOps();
jsep.removeAllBinaryOps();
jsep.removeLiteral("this");
for (const operator of ["-", "+"]) jsep.addUnaryOp(operator);
const precedences: [number, string[]][] = [
  [1, ["OR"]],
  [2, ["AND"]],
  [6, ["==", "!="]],
  [7, ["<", ">", "<=", ">="]],
  [9, ["+", "-"]],
  [10, ["*", "/", "%"]],
];
for (const [precedence, operators] of precedences)
  for (const operator of operators) jsep.addBinaryOp(operator, precedence);
jsep.addBinaryOp("^", 11, true);

/** jsep does not say where a node stands, so the place is noted as its token begins. */
interface Parser {
  index: number;
  gobbleSpaces(): void;
  gobbleToken(): Partial<Node> | false;
}
const { prototype: parser } = (library as unknown as { Jsep: { prototype: Parser } }).Jsep;
const { gobbleToken } = parser;
parser.gobbleToken = function gobbleTokenWithStart() {
  this.gobbleSpaces();
  const start = this.index;
  const node = gobbleToken.call(this);
  if (node) node.start ??= start;
  return node;
};

/** Throws CalculationError with the place. Bounded: at most 5,000 characters, 100 brackets deep. */
export function parse(calculation: string): Node {
  if (calculation.trim() === "") throw new CalculationError("Write a calculation, such as new.amount > 100", 0);
  if (calculation.length > longestCalculation)
    throw new CalculationError(`A calculation may have ${longestCalculation} characters`);
  checkNesting(calculation);
  try {
    return withStart(jsep(calculation) as Node);
  } catch (error) {
    throw toCalculationError(error, calculation);
  }
}

function checkNesting(calculation: string): void {
  let depth = 0;
  let signs = 0;
  for (let index = 0; index < calculation.length; index++) {
    const character = calculation.charAt(index);
    if (character === "(" || character === "[") depth++;
    if (character === ")" || character === "]") depth--;
    if (character === "-" || character === "+") signs++;
    else if (character.trim() !== "") signs = 0;
    if (depth > deepestNesting || signs > deepestNesting)
      throw new CalculationError(`A calculation may nest ${deepestNesting} deep`, index);
  }
}

/** Binary and conditional expressions begin where their first part does. */
function withStart(node: Node): Node {
  const parts = ["left", "right", "test", "consequent", "alternate", "argument", "object", "property"] as const;
  const held = node as unknown as Record<string, Node | Node[] | undefined>;
  for (const part of parts) if (held[part]) withStart(held[part] as Node);
  for (const item of (held.arguments as Node[] | undefined) ?? []) withStart(item);
  node.start ??= ((held.left ?? held.test) as Node | undefined)?.start ?? 0;
  return node;
}

const foreign: [pattern: RegExp, advice: string][] = [
  [/&&/, "Write AND instead of &&"],
  [/\|\|/, "Write OR instead of ||"],
  [/(?<![<>=!])=(?!=)/, "Write == to compare"],
  [/!(?!=)/, "Write == false, or turn the comparison round, instead of !"],
];

function toCalculationError(error: unknown, calculation: string): CalculationError {
  if (error instanceof RangeError) return new CalculationError("The calculation nests too deeply");
  const { index, description } = error as { index?: number; description?: string };
  const code = calculation.replaceAll(/(["'])(?:\\.|(?!\1)[^\\])*\1/gs, (text) => "_".repeat(text.length));
  for (const [pattern, advice] of foreign) {
    const at = code.search(pattern);
    if (at >= 0) return new CalculationError(advice, at);
  }
  const place = Math.min(index ?? 0, calculation.length);
  return new CalculationError(wordsOf(description ?? ""), place);
}

function wordsOf(description: string): string {
  if (/^Unclosed \(|Expected \)|Unmatched|Unclosed quote/.test(description))
    return description.startsWith("Unclosed quote") ? "A text has no closing quote" : "A bracket is not closed";
  if (/^Expected expression|Expected operand/.test(description)) return "A value is missing here";
  if (/^Variable names cannot start/.test(description)) return "A name cannot begin with a digit";
  return "This cannot be read";
}

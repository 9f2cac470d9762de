import type jsep from "jsep";
import { CalculationError } from "./calculation-error.ts";
import { constants, functions, type Value } from "./functions.ts";
import { operators, sign, truth } from "./operators.ts";
import { type Node, parse } from "./parse.ts";

/** What a calculation reads, e.g. `{ new: {...}, old: {...} }`. */
export type Scope = Readonly<Record<string, unknown>>;
export type Calculation = (scope: Scope) => Value;

type Compiled = (scope: Scope) => unknown;

const deepestTree = 1_000;

/**
 * Makes a function of a calculation; no `eval`, only closures over the parsed tree. `roots` are the names that it may read.
 * Throws CalculationError for what can be known without values: unknown names and functions, wrong numbers of values.
 * The function throws CalculationError for the rest. It takes a step for each node, so its time is bounded by the length.
 */
export function compile(calculation: string, roots: readonly string[]): Calculation {
  const compiled = compileNode(parse(calculation), roots, 0);
  return (scope) => scalar(compiled(scope), 0);
}

function compileNode(node: Node, roots: readonly string[], depth: number): Compiled {
  if (depth > deepestTree) throw new CalculationError("The calculation nests too deeply", node.start);
  const inner = (part: jsep.Expression): Compiled => compileNode(part as Node, roots, depth + 1);
  const kind = kinds[node.type];
  if (!kind) throw new CalculationError("This cannot stand in a calculation", node.start);
  return kind(node, inner, roots);
}

type Kind = (node: Node, inner: (part: jsep.Expression) => Compiled, roots: readonly string[]) => Compiled;

const kinds: Record<string, Kind> = {
  Literal: (node) => {
    const { value } = node as unknown as jsep.Literal;
    return () => value;
  },
  Identifier: (node, _inner, roots) => {
    const { name } = node as unknown as jsep.Identifier;
    if (roots.includes(name)) return (scope) => own(scope, name);
    throw new CalculationError(`There is no ${shown(name)}. Begin with ${roots.join(" or ")}`, node.start);
  },
  MemberExpression: (node, inner) => {
    const constant = constants[dotted(node)];
    if (constant !== undefined) return () => constant;
    const { object, property, computed } = node as unknown as jsep.MemberExpression;
    const read = inner(object);
    if (!computed) return (scope) => own(read(scope), (property as jsep.Identifier).name);
    const key = inner(property);
    return (scope) => own(read(scope), String(scalar(key(scope), node.start)));
  },
  CallExpression: (node, inner) => compileCall(node, inner),
  UnaryExpression: (node, inner) => {
    const { operator, argument } = node as unknown as jsep.UnaryExpression;
    const value = inner(argument);
    return (scope) => sign(operator, scalar(value(scope), node.start), node.start);
  },
  BinaryExpression: (node, inner) => {
    const { operator, left, right } = node as unknown as jsep.BinaryExpression;
    const [a, b, at] = [inner(left), inner(right), node.start];
    const condition = (part: Compiled, scope: Scope): boolean => truth(scalar(part(scope), at), at);
    if (operator === "AND") return (scope) => condition(a, scope) && condition(b, scope);
    if (operator === "OR") return (scope) => condition(a, scope) || condition(b, scope);
    const work = operators[operator];
    if (!work) throw new CalculationError("There is no such operator", at);
    return (scope) => work(scalar(a(scope), at), scalar(b(scope), at), at);
  },
  ConditionalExpression: (node, inner) => {
    const { test, consequent, alternate } = node as unknown as jsep.ConditionalExpression;
    const [condition, then, otherwise] = [inner(test), inner(consequent), inner(alternate)];
    return (scope) => (truth(scalar(condition(scope), node.start), node.start) ? then(scope) : otherwise(scope));
  },
  ThisExpression: (node, _inner, roots) => {
    throw new CalculationError(`There is no this. Begin with ${roots.join(" or ")}`, node.start);
  },
  Compound: (node) => {
    const { body } = node as unknown as jsep.Compound;
    throw new CalculationError("An operator is missing before this", (body[1] as Node | undefined)?.start ?? 0);
  },
};

function compileCall(node: Node, inner: (part: jsep.Expression) => Compiled): Compiled {
  const { callee, arguments: given } = node as unknown as jsep.CallExpression;
  const name = dotted(callee as Node);
  const rule = Object.hasOwn(functions, name) ? functions[name] : undefined;
  const at = node.start;
  if (!rule) throw new CalculationError(`There is no function ${shown(name)}`, at);
  if (given.length < rule.least || given.length > rule.most) {
    throw new CalculationError(`Write it as ${rule.form}`, at);
  }
  const values = given.map(inner);
  return (scope) => {
    const read = values.map((value) => scalar(value(scope), at));
    return !rule.takesNull && read.includes(null) ? null : rule.work(read, at);
  };
}

/** `Math.max` of a member expression; "" when it is no plain path. */
function dotted(node: Node): string {
  if (node.type === "Identifier") return (node as unknown as jsep.Identifier).name;
  if (node.type !== "MemberExpression") return "";
  const { object, property, computed } = node as unknown as jsep.MemberExpression;
  return computed ? "" : `${dotted(object as Node)}.${(property as jsep.Identifier).name}`;
}

/** Only what the data itself holds: no prototype is ever reached. A missing member is null, and so is one of nothing. */
function own(holder: unknown, name: string): unknown {
  if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, name)) return null;
  return (holder as Record<string, unknown>)[name] ?? null;
}

function scalar(value: unknown, at: number): Value {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new CalculationError("This is a list or a group of fields. Name one field of it", at);
}

const shown = (name: string): string => (/^[\w.]{1,60}$/.test(name) ? name : "such name");

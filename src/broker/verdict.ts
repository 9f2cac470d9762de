import type { BodyRule, Outcome, TestCall, Verdict } from "../define/system.ts";
import { fillTemplate } from "../define/template.ts";

export interface Judgement {
  verdict: Verdict;
  summary: string;
}

/** Turns the vendor's answer to a test call into plain words: the first row of the system's table that fits. */
export function judge(
  test: Pick<TestCall, "outcomes">,
  answer: { status: number; body: string },
  fields: Readonly<Record<string, string>>,
): Judgement {
  const json = parse(answer.body);
  const outcome = test.outcomes.find((row) => fits(row, answer.status) && bodyFits(row.body, answer.body, json));
  if (outcome) return { verdict: outcome.verdict, summary: fillTemplate(outcome.summary, fields) };
  return {
    verdict: "unexpected",
    summary: `The system answered with status ${answer.status}, which says nothing about the key.`,
  };
}

function fits({ status }: Outcome, answered: number): boolean {
  const [from, to] = typeof status === "number" ? [status, status] : status;
  return answered >= from && answered <= to;
}

export function bodyFits(rule: BodyRule | undefined, body: string, json: unknown): boolean {
  if (rule === undefined) return true;
  if ("includes" in rule) return body.includes(rule.includes);
  const value = valueAt(json, rule.path);
  if ("exists" in rule) return (value !== undefined) === rule.exists;
  return [rule.equals].flat().some((one) => one === value);
}

export function valueAt(json: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, member) => {
    return typeof value === "object" && value !== null && Object.hasOwn(value, member)
      ? (value as Record<string, unknown>)[member]
      : undefined;
  }, json);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

import type { Outcome, TestCall, Verdict } from "../define/system.ts";
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
  const outcome = test.outcomes.find((row) => fits(row, answer.status, json));
  if (outcome) return { verdict: outcome.verdict, summary: fillTemplate(outcome.summary, fields) };
  return {
    verdict: "unexpected",
    summary: `The system answered with status ${answer.status}, which says nothing about the key.`,
  };
}

function fits({ status, body }: Outcome, answered: number, json: unknown): boolean {
  const [from, to] = typeof status === "number" ? [status, status] : status;
  if (answered < from || answered > to) return false;
  return body === undefined || valueAt(json, body.path) === body.equals;
}

function valueAt(json: unknown, path: string): unknown {
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

import type { BodyRule, CredentialType, Outcome, Verdict } from "../../src/define/system.ts";

export interface Answer {
  status: number;
  body?: unknown;
  verdict: Verdict;
}

/** Answers that every system gives alike, where the type's own examples do not say otherwise for the status. */
export function answersOf({ test, examples }: CredentialType): Answer[] {
  if (!test) return [];
  const own = examples.answers ?? [];
  const usual = test.outcomes.map((row) => ({
    status: firstStatus(row),
    body: bodyFor(row.body),
    verdict: row.verdict,
  }));
  const others: Answer[] = [{ status: 302, verdict: "unexpected" }];
  const isNew = (answer: Answer): boolean => !own.some(({ status }) => status === answer.status);
  return [...own, ...[...usual, ...others].filter((answer) => isNew(answer) && isFirst(test.outcomes, answer))];
}

const firstStatus = ({ status }: Outcome): number => (typeof status === "number" ? status : status[0]);

/** A row without a condition, or one whose condition the made body meets, and no earlier row of the same status. */
const isFirst = (outcomes: Outcome[], { status, verdict }: Answer): boolean =>
  (outcomes.find((row) => covers(row, status))?.verdict ?? "unexpected") === verdict;

function covers({ status }: Outcome, answered: number): boolean {
  const [from, to] = typeof status === "number" ? [status, status] : status;
  return from <= answered && answered <= to;
}

/** A body that meets a rule. */
export function bodyFor(rule: BodyRule | undefined): unknown {
  if (rule === undefined) return {};
  if ("includes" in rule) return `<answer>${rule.includes}</answer>`;
  if ("exists" in rule) return rule.exists ? nested(rule.path, "x") : {};
  return nested(rule.path, [rule.equals].flat()[0]);
}

const nested = (path: string, value: unknown): unknown =>
  path.split(".").reduceRight<unknown>((inner, member) => {
    if (!/^\d+$/.test(member)) return { [member]: inner };
    return [...Array(Number(member)).fill(null), inner];
  }, value);

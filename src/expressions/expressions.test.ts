import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createExpressions, type Expressions } from "./expressions.ts";

let expressions: Expressions;
beforeAll(() => {
  expressions = createExpressions();
});
afterAll(() => expressions.close());

const evaluate = (expression: string, input: unknown = {}) =>
  expressions.of("ours").evaluate(expression, input, { timeoutMs: 700 });

describe("an expression", () => {
  it("gives its value", async () => {
    const input = {
      lines: [
        { n: 2, price: 5 },
        { n: 1, price: 7 },
      ],
    };
    expect(await evaluate("$sum(lines.(n * price))", input)).toEqual({ ok: true, value: 17 });
  });

  it("that finds nothing gives null", async () => {
    expect(await evaluate("a.b.c")).toEqual({ ok: true, value: null });
  });

  it("that does not parse tells where", async () => {
    expect(await evaluate("a +")).toMatchObject({ ok: false, error: expect.any(String) });
    expect(await evaluate("a ** b")).toMatchObject({ ok: false, position: expect.any(Number) });
  });
});

describe("a hostile expression is stopped, and the next one works", () => {
  const hostile: Record<string, string> = {
    "endless recursion": "($f := function($x) { 1 + $f($x) }; $f(1))",
    "endless tail recursion": "($f := function($x) { $f($x + 1) }; $f(1))",
    "a huge text": '$length($pad("x", 400000000, "abc")) > 0 ? $pad("x", 400000000, "abc") & "y"',
    "a huge list": "$map([1..9999999], function($i) { [1..1000] })",
    "a regular expression that explodes": `$match("${"a".repeat(60)}!", /^(a+)+$/)`,
    "a value nested without end": "($f := function($x, $n) { $n = 0 ? $x : $f([[[[$x]]]], $n - 1) }; $f(1, 50000))",
    "an expression nested without end": `${"(".repeat(50_000)}1${")".repeat(50_000)}`,
    "objects nested without end": `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`,
    "a list that holds itself many times over":
      "($f := function($x, $n) { $n = 0 ? $x : $f([[$x], [$x]], $n - 1) }; $f(1, 60))",
    doubling: '($d := function($s, $n) { $n = 0 ? $s : $d($s & $s, $n - 1) }; $d("x", 60))',
  };
  it.each(Object.entries(hostile))("%s", async (_, expression) => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    const startedAt = performance.now();
    expect(await evaluate(expression)).toMatchObject({ ok: false });
    const tookMs = performance.now() - startedAt;
    clearInterval(timer);
    expect(await evaluate("1 + 1")).toEqual({ ok: true, value: 2 });
    expect(ticks, "the process went on").toBeGreaterThanOrEqual(Math.floor(tookMs / 100));
  });

  it("prototypes cannot be reached or changed", async () => {
    for (const expression of [
      "__proto__",
      "constructor",
      '$lookup({}, "__proto__")',
      '$lookup({}, "constructor")',
      "constructor.constructor",
      "$string.constructor",
      '{} ~> | $ | {"__proto__": {"polluted": true}} |',
      "toString",
    ]) {
      const result = await evaluate(expression, { a: 1 });
      expect(JSON.stringify(result), expression).not.toMatch(/function|native|polluted.*polluted/);
    }
    expect(await evaluate("polluted", {})).toEqual({ ok: true, value: null });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("the environment, files and modules cannot be reached", async () => {
    for (const expression of [
      "process",
      "$process",
      "require",
      '$eval("process.env")',
      "globalThis",
      '$eval("import(\\"fs\\")")',
    ]) {
      const result = await evaluate(expression);
      expect(result.ok ? result.value : null, expression).toBeNull();
    }
  });
});

describe("organizations take turns", () => {
  const endless = "($f := function($n) { $f($n + 1) }; $f(0))";
  const ask = (organization: string, expression: string) =>
    expressions.of(organization).evaluate(expression, {}, { timeoutMs: 400 });

  it("many expressions of one that never end let another wait for those under way alone", async () => {
    let ended = 0;
    const hostile = Array.from({ length: 4 }, () => ask("theirs", endless).then(() => ended++));
    expect(await ask("ours", "1 + 1")).toEqual({ ok: true, value: 2 });
    expect(ended).toBeLessThanOrEqual(2);
    await Promise.all(hostile);
    expect(ended).toBe(4);
  });

  it("a line that is full refuses its own and nobody else's", async () => {
    const many = Array.from({ length: 2_010 }, () => ask("theirs", "1"));
    expect(await ask("ours", "1 + 1")).toEqual({ ok: true, value: 2 });
    const answers = await Promise.all(many);
    const refused = answers.filter(({ ok }) => !ok);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toEqual({ ok: false, error: "Too many expressions wait." });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CalculationError, compile, eventRoots, faultOf, holds } from "./calculations.ts";
import type { Value } from "./functions.ts";

const scope = {
  new: {
    amount: 1000, amountSpent: 950, zero: 0, name: "Acme", empty: "", active: true, closed: false, nothing: null,
    start: "2026-11-24T00:00:00.000Z", nested: { deep: { value: 7 } }, items: [{ price: 5 }, { price: 6 }], "odd key": 3,
  },
  old: { amount: 1000, amountSpent: 850, start: "2026-11-23T00:00:00.000Z" },
}; // biome-ignore format: a table
const of = (calculation: string): Value => compile(calculation, eventRoots)(scope);

describe("a calculation gives", () => {
  it.each<[string, Value]>([
    ["1", 1], ["1.5", 1.5], [".5", 0.5], ["1e3", 1000], ["'a'", "a"], ['"a"', "a"], ["true", true], ["false", false], ["null", null],
    ["1 + 2", 3], ["1 - 2", -1], ["2 * 3", 6], ["7 / 2", 3.5], ["7 % 4", 3], ["-7 % 4", -3], ["2 ^ 10", 1024], ["2 ^ 0.5", Math.SQRT2],
    ["1 + 2 * 3", 7], ["(1 + 2) * 3", 9], ["2 * 3 ^ 2", 18], ["2 ^ 3 ^ 2", 512], ["10 - 4 - 3", 3], ["100 / 10 / 2", 5], ["8 % 5 * 2", 6],
    ["-3", -3], ["+3", 3], ["--3", 3], ["-(1 + 2)", -3], ["-2 ^ 2", 4], ["3 - -2", 5], ["3 + -2", 1], ["-0 == 0", true],
    ["'a' + 'b'", "ab"], ["'a' + 'b' + 'c'", "abc"], ["0.1 + 0.2 > 0.3", true],
    ["1 == 1", true], ["1 == 2", false], ["1 != 2", true], ["'a' == 'a'", true], ["'a' == 'A'", false], ["true == true", true],
    ["1 == '1'", false], ["1 != '1'", true], ["true == 1", false], ["null == null", true], ["null == 0", false], ["null != 0", true], ["null == ''", false],
    ["1 < 2", true], ["2 < 1", false], ["2 > 1", true], ["1 <= 1", true], ["1 >= 2", false], ["'a' < 'b'", true], ["'b' <= 'a'", false],
    ["null < 1", false], ["1 > null", false], ["null <= null", false],
    ["true AND true", true], ["true AND false", false], ["false OR true", true], ["false OR false", false], ["null AND true", false], ["null OR true", true],
    ["false AND 1 / 0 > 1", false], ["true OR 1 / 0 > 1", true], ["true OR false AND false", true], ["(true OR false) AND false", false],
    ["1 < 2 AND 2 < 3", true], ["1 + 1 == 2 AND 2 * 2 == 4", true], ["1 > 2 OR 3 > 2", true],
    ["true ? 1 : 2", 1], ["false ? 1 : 2", 2], ["null ? 1 : 2", 2], ["1 > 2 ? 'a' : 1 > 0 ? 'b' : 'c'", "b"], ["true ? false ? 1 : 2 : 3", 2],
    ["true ? 1 : 1 / 0", 1],
    ["null + 1", null], ["1 - null", null], ["null * 2", null], ["null / 0", null], ["null ^ 2", null], ["-null", null], ["null + 'a'", null],
    ["Math.PI", Math.PI], ["Math.PI > 3", true], ["DateTime.TS_FMT == null", false],
    ["Math.max(1, 2)", 2], ["Math.max(1, 5, 3)", 5], ["Math.min(1, 2)", 1], ["Math.min(4, -2, 3)", -2], ["Math.max(1, null)", null],
    ["Math.floor(1.7)", 1], ["Math.floor(-1.2)", -2], ["Math.floor(1.239, 2)", 1.23], ["Math.floor(1299, -2)", 1200],
    ["Math.ceil(1.2)", 2], ["Math.ceil(-1.7)", -1], ["Math.ceil(1.231, 2)", 1.24], ["Math.ceil(1201, -2)", 1300],
    ["Math.round(1.5)", 2], ["Math.round(2.5)", 3], ["Math.round(-1.5)", -1], ["Math.round(1.005, 2)", 1.01], ["Math.round(1.255, 2)", 1.26],
    ["Math.round(1234.5678, 2)", 1234.57], ["Math.round(1250, -2)", 1300], ["Math.round(1e21, 2)", 1e21], ["Math.round(null)", null], ["Math.round(1.5, null)", null],
    ["Math.pow(2, 3)", 8], ["Math.pow(4, 0.5)", 2], ["Math.abs(-3)", 3], ["Math.abs(3)", 3], ["Math.abs(null)", null],
    ["isnull(null, 1)", 1], ["isnull(2, 1)", 2], ["isnull(null, null)", null], ["isnull(0, 1)", 0], ["isnull(false, true)", false], ["isnull(new.missing, 5) + 1", 6],
    ["IN(1, 1, 2)", true], ["IN(3, 1, 2)", false], ["IN('a', 'a', 'b')", true], ["IN('a', 'A')", false], ["IN(null, null)", true], ["IN(null, 1)", false], ["IN(1, '1')", false],
    ["IN(new.name, 'Acme', 'Other') AND new.active", true],
    ["new.amount", 1000], ["new.name", "Acme"], ["new.active", true], ["new.nothing", null], ["new.missing", null], ["new.missing.deeper", null], ["new.nested.deep.value", 7],
    ["new['amount']", 1000], ["new['odd key']", 3], ["new.items[0].price", 5], ["new.items[1]['price']", 6], ["new.items[2].price", null], ["new.name.length", null],
    ["new.items[1 - 1].price", 5], ["new.amount - old.amount", 0], ["new.amountSpent > old.amountSpent", true], ["new.start > old.start", true],
    ["new.start > '2026-11-01'", true], ["new.empty == ''", true], ["new.closed == false", true], ["new.nothing == null", true], ["new.missing == null", true],
    ["new.constructor == null", true], ["new.__proto__ == null", true], ["new['__proto__']['polluted'] == null", true], ["new.toString == null", true],
    ["(new.amountSpent >= ((new.amount*90)/100)) AND ((old.amountSpent <= ((old.amount*90)/100)) OR (old.amountSpent == null))", true],
    ["new.amountSpent / new.amount * 100 >= 90 ? 'warn' : 'fine'", "warn"], ["  1\n+\t2  ", 3], ["new . amount", 1000],
  ])("%s is %j", (calculation, expected) => {
    const result = of(calculation);
    if (typeof expected === "number") expect(result).toBeCloseTo(expected, 10);
    else expect(result).toBe(expected);
  }); // biome-ignore format: a table
});

describe("a calculation that cannot be read says why and where", () => {
  it.each<[string, string, number | undefined]>([
    ["", "Write a calculation", 0], ["   ", "Write a calculation", 0], ["new.amount &&", "Write AND", 11], ["a || b", "Write OR", 2], ["new.a = 1", "Write ==", 6],
    ["!new.active", "Write == false", 0], ["new.a == 'R&&D = \\'!' +", "value is missing", 23], ["1 +", "value is missing", 3], ["(1 + 2", "bracket is not closed", 6], ["'abc", "no closing quote", 4], ["1 2", "operator is missing", 2],
    ["amount > 1", "There is no amount", 0], ["new.a > this", "There is no this", 8], ["1 + process", "There is no process", 4], ["constructor", "There is no constructor", 0],
    ["Math.sqrt(4)", "no function Math.sqrt", 0], ["eval('1')", "no function eval", 0], ["new.name.toUpperCase()", "no function", 0], ["hasOwnProperty(1)", "no function", 0],
    ["Math.max(1)", "Math.max(a, b, ...)", 0], ["Math.max()", "Math.max(a, b, ...)", 0], ["1 + Math.abs(1, 2)", "Math.abs(x)", 4], ["isnull(1)", "isnull(a, b)", 0], ["IN(1)", "IN(value", 0],
    ["Math", "There is no Math", 0], ["[1, 2]", "cannot", undefined], ["new.a; new.b", "operator is missing", 7], ["1 and 2", "operator is missing", 2],
    ["3x", "cannot begin with a digit", 1], ["new.", "", undefined], [`${"(".repeat(101)}1${")".repeat(101)}`, "100 deep", 100], [`${"-".repeat(200)}1`, "100 deep", 100],
    [`"${"\\a".repeat(2000)}`, "no closing quote", undefined],
    [`1${" + 1".repeat(2000)}`, "5000 characters", undefined],
  ])("%s", (calculation, words, position) => {
    const fault = faultOf(calculation, eventRoots);
    expect(fault?.message).toContain(words);
    if (position !== undefined) expect(fault?.position).toBe(position);
  }); // biome-ignore format: a table
});

describe("a calculation whose values do not fit says why and where", () => {
  it.each<[string, string, number]>([
    ["1 / 0", "Division by zero", 0], ["1 + 5 % 0", "Division by zero", 4], ["new.amount / new.zero", "Division by zero", 0], ["1 + 'a'", "add a number and a text", 0],
    ["'a' - 1", "subtract a text and a number", 0], ["true + 1", "add true or false", 0], ["'a' * 'b'", "multiply a text", 0], ["1 < 'a'", "compare a number with a text", 0],
    ["true < false", "compare true or false", 0], ["new.name > 5", "compare a text with a number", 0], ["1 AND true", "a number, where true or false", 0], ["'x' OR true", "a text, where", 0],
    ["1 ? 2 : 3", "a number, where", 0], ["-'a'", "- needs a number", 0], ["-true", "- needs a number", 0], ["Math.max('a', 1)", "Value 1 of Math.max", 0],
    ["10 ^ 999", "no number", 0], ["(-1) ^ 0.5", "no number", 1], ["Math.pow(0, -1)", "no number", 0], ["Math.round(1, 99)", "no number", 0], ["Math.round(1, 0.5)", "no number", 0],
    ["new == 1", "list or a group", 0], ["new.items > 1", "list or a group", 0], ["1 + new.nested", "list or a group", 0], ["isnull(new.items, 1)", "list or a group", 0],
  ])("%s", (calculation, words, position) => {
    let fault: unknown;
    try {
      of(calculation);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(CalculationError);
    expect((fault as CalculationError).message).toContain(words);
    expect((fault as CalculationError).position).toBe(position);
  }); // biome-ignore format: a table

  it("the result of a rule is true, false or nothing", () => {
    expect(holds(compile("null", eventRoots), scope)).toBe(false);
    expect(() => holds(compile("new.amount", eventRoots), scope)).toThrow("a number, where true or false is needed");
  });
});

describe("whatever is written", () => {
  const piece = fc.constantFrom(
    ..."( ) [ ] . , ? : + - * / % ^ == != < > <= >= AND OR new old Math max IN isnull 1 0 0.5 'a' \" null true __proto__ constructor => ; { } ` \\ \u0000 é 💥 = ! && 1e309 this".split(
      " ",
    ),
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(" ")),
    fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join("")),
    fc.string({ maxLength: 200, unit: "binary" }),
  );

  it("it gives a value or a CalculationError, and touches nothing", () => {
    fc.assert(
      fc.property(text, fc.jsonValue({ maxDepth: 3 }), (calculation, data) => {
        try {
          const value = compile(calculation, eventRoots)({ new: data, old: data });
          expect(value === null || ["number", "string", "boolean"].includes(typeof value)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(CalculationError);
        }
      }),
      { numRuns: 5_000 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

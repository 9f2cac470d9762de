import { describe, expect, it } from "vitest";
import { isSecretField, judge, rulesOf, toCheck, type Vector, vectors } from "./vectors.ts";

const named = vectors.map((vector) => ({ ...vector, title: `${vector.type}: ${vector.name}` }));

/** Each header that takes part in the check; others may change. */
function checkedHeaders({ headers }: Vector): string[] {
  return Object.keys(headers).filter((name) => !/version|content-type/i.test(name));
}

/** Every string that differs in one byte, two ways for each place. */
function* altered(text: string): Generator<string> {
  for (let index = 0; index < text.length; index += 1) {
    for (const bit of [0x01, 0x20]) {
      const other = String.fromCharCode(text.charCodeAt(index) ^ bit);
      yield text.slice(0, index) + other + text.slice(index + 1);
    }
  }
}

/** RFC 7235: the name of the scheme has no case, so a change of case in it is not a change. */
const isSame = (a: string, b: string): boolean =>
  /^(basic|bearer) /i.test(a) &&
  a.replace(/^\w+/, (word) => word.toLowerCase()) === b.replace(/^\w+/, (word) => word.toLowerCase());

describe.each(named)("$title", (vector) => {
  it("is accepted", async () => {
    const verdict = await judge(vector.type, toCheck(vector));
    expect(verdict.reason).toBeNull();
    expect(verdict).toMatchObject({ accepted: true });
    expect(verdict.steps.every((step) => step.passed)).toBe(true);
  });

  it("is refused with any byte of a signed header changed", async () => {
    let tried = 0;
    for (const name of checkedHeaders(vector)) {
      for (const value of altered(vector.headers[name] ?? "")) {
        if (isSame(vector.headers[name] ?? "", value)) continue;
        const headers = Object.entries({ ...vector.headers, [name]: value }).flat();
        const verdict = await judge(vector.type, toCheck(vector, { headers }));
        expect(verdict.accepted, `${name}: ${value}`).toBe(false);
        tried += 1;
      }
    }
    if (checkedHeaders(vector).length > 0) expect(tried).toBeGreaterThan(20);
  });

  it.skipIf(vector.bodyIsNotSigned)(
    "is refused with any byte of the body changed, one added or one left out",
    async () => {
      const bytes = Buffer.from(vector.body);
      const bodies = [Buffer.concat([bytes, Buffer.from(" ")]), Buffer.concat([bytes, Buffer.from("\n")])];
      for (let index = 0; index < bytes.length; index += 1) {
        const changed = Buffer.from(bytes);
        changed[index] = (changed[index] ?? 0) ^ (1 << (index % 8));
        bodies.push(changed, Buffer.concat([bytes.subarray(0, index), bytes.subarray(index + 1)]));
      }
      for (const body of bodies) {
        expect((await judge(vector.type, toCheck(vector, { body }))).accepted).toBe(false);
      }
    },
  );

  it("is refused when one of its headers is missing or comes twice, in any case of letters", async () => {
    for (const name of checkedHeaders(vector)) {
      const { [name]: value = "", ...others } = vector.headers;
      const without = Object.entries(others).flat();
      const twice = [...Object.entries(vector.headers).flat(), name.toUpperCase(), value];
      expect((await judge(vector.type, toCheck(vector, { headers: without }))).accepted, `without ${name}`).toBe(false);
      expect((await judge(vector.type, toCheck(vector, { headers: twice }))).accepted, `${name} twice`).toBe(false);
    }
  });

  it("is refused with any other secret, and with none", async () => {
    const { verification } = rulesOf(vector.type);
    const secretName = verification.verify === "basic" ? "password" : (Object.keys(vector.fields).at(-1) ?? "");
    const secret = vector.fields[secretName] ?? "";
    for (const other of ["", ` ${secret}`, `${secret}x`, secret.slice(1), secret.toUpperCase() + secret]) {
      const check = toCheck(vector, { fieldSets: [{ ...vector.fields, [secretName]: other }] });
      expect((await judge(vector.type, check)).accepted, `secret ${other.length}`).toBe(false);
    }
    expect((await judge(vector.type, toCheck(vector, { fieldSets: [] }))).accepted).toBe(false);
  });

  it("is accepted with an earlier secret that is still valid, and says so", async () => {
    const current = Object.fromEntries(
      Object.entries(vector.fields).map(([name, value]) => [
        name,
        isSecretField(vector.type, name) ? "the-new-secret" : value,
      ]),
    );
    const verdict = await judge(vector.type, toCheck(vector, { fieldSets: [current, vector.fields] }));
    expect(verdict).toMatchObject({ accepted: true, usedEarlierSecret: true });
  });

  it.skipIf(vector.at === undefined)("is accepted at both ends of the window and refused beyond them", async () => {
    const at = vector.at ?? 0;
    const expiresFirst = vector.headers.Authorization?.startsWith("Bearer");
    const judgeAt = async (nowMs: number) => (await judge(vector.type, toCheck(vector, { nowMs }))).accepted;
    const windowMs = (rulesOf(vector.type).windowSeconds ?? 300) * 1000;
    expect(await judgeAt(at + windowMs - 1000)).toBe(true);
    expect(await judgeAt(at + windowMs)).toBe(!expiresFirst);
    expect(await judgeAt(at - windowMs)).toBe(true);
    expect(await judgeAt(at + windowMs + 1)).toBe(false);
    expect(await judgeAt(at - windowMs - 1)).toBe(false);
    expect(await judgeAt(at + 86_400_000)).toBe(false);
    expect(await judgeAt(at - 86_400_000)).toBe(false);
  });

  it("never shows a secret or a right signature in its verdict", async () => {
    const verdict = await judge(vector.type, toCheck(vector, { body: Buffer.from("other"), nowMs: 0 }));
    const wrong = await judge(
      vector.type,
      toCheck(vector, {
        fieldSets: [
          {
            ...vector.fields,
            clientSecret: "canary-secret",
            password: "canary-secret",
            apiSecret: "canary-secret",
            signingKey: "canary-secret",
          },
        ],
      }),
    );
    const text = JSON.stringify([verdict.steps, wrong.steps]);
    for (const value of [...Object.values(vector.fields), "canary-secret"]) {
      if (value.length > 6) expect(text).not.toContain(value);
    }
  });
});

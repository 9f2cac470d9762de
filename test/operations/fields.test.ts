import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Operation } from "../../src/define/operation.ts";
import { operations } from "../../src/operations/index.ts";
import { type Answer, startCredenza, type TestCredenza } from "../harness.ts";
import { bodies, createThings, fillPath, type Things } from "./samples.ts";

let credenza: TestCredenza;
let things: Things;

beforeAll(async () => {
  credenza = await startCredenza();
  things = await createThings(credenza, credenza.organizationId, credenza.adminToken);
});
afterAll(() => credenza?.stop());

const withBody = operations.filter(({ body }) => body).map((operation) => [operation.id, operation] as const);
const withQuery = operations.filter(({ query }) => query).map((operation) => [operation.id, operation] as const);
const wrong: unknown[] = [5, "x", true, null, [], {}, [5], "", -1];
/** What takes anything, such as an event's data, is bounded by the request alone. */
const oversized = "x".repeat(200_000);

const isRefused = (schema: z.ZodType, value: unknown): boolean => {
  try {
    return !schema.safeParse(value).success;
  } catch {
    return true;
  }
};

function membersOf({ body }: Operation): [string, z.ZodType][] {
  const schema = typeof body === "function" ? body(credenza.context.registry) : body;
  return schema instanceof z.ZodObject ? (Object.entries(schema.shape) as [string, z.ZodType][]) : [];
}

const placeOf = ({ path }: Operation): string => fillPath(path, things).slice(1);

const send = (operation: Operation, sample: Record<string, unknown>): Promise<Answer> =>
  credenza.api(operation.method, placeOf(operation), { body: sample });

function expectNamed({ status, body, text }: Answer, member: string, what: string): void {
  expect(status, `${what}: ${text.slice(0, 300)}`).toBe(400);
  const fields: string[] = (body.errors ?? []).map(({ field }: { field: string }) => field.split(".")[0]);
  expect(fields, what).toContain(member);
}

describe("a body's member that is wrong is a 400 that names it", () => {
  it.each(withBody)(
    "%s",
    async (_, operation) => {
      const sample = bodies[`${operation.method} ${operation.path}`]?.(things) ?? {};
      for (const [member, schema] of membersOf(operation)) {
        for (const value of wrong.filter((one) => isRefused(schema, one))) {
          expectNamed(
            await send(operation, { ...sample, [member]: value }),
            member,
            `${member} = ${JSON.stringify(value)}`,
          );
        }
        if (isRefused(schema, undefined)) {
          const { [member]: __, ...rest } = sample;
          expectNamed(await send(operation, rest), member, `without ${member}`);
        }
        const isFree = [5, {}, "text"].every((value) => !isRefused(schema, value));
        if (!isFree && (!isRefused(schema, "text") || isRefused(schema, oversized))) {
          const answer = await send(operation, { ...sample, [member]: oversized });
          expectNamed(answer, member, `${member} of 200,000 characters`);
        }
        expectNamed(await send(operation, { ...sample, [member]: "a\u0000b" }), member, `${member} with NUL`);
      }
    },
    60_000,
  );
});

describe("a query's parameter that is wrong is a 400 that names it", () => {
  it.each(withQuery)("%s", async (_, operation) => {
    const body = operation.body ? bodies[`${operation.method} ${operation.path}`]?.(things) : undefined;
    for (const [name, schema] of Object.entries(operation.query?.shape ?? {}) as [string, z.ZodType][]) {
      for (const value of ["", "not-a-thing", "-1", "x".repeat(9_000)].filter((one) => isRefused(schema, one))) {
        const path = `${placeOf(operation)}?${new URLSearchParams({ [name]: value })}`;
        expectNamed(await credenza.api(operation.method, path, { body }), name, `${name}=${value.slice(0, 20)}`);
      }
    }
  });
});

describe("a version", () => {
  const versioned = withBody.filter(([, { method, path }]) => method === "PUT" && !path.endsWith("usedraft"));
  it.each(versioned)("that is not the current one is a 409 of %s, naming it", async (_, operation) => {
    const sample = bodies[`${operation.method} ${operation.path}`]?.(things) ?? {};
    const answer = await send(operation, { ...sample, version: 999_999 });
    expect([answer.status, answer.body.code], answer.text).toEqual([409, "version_conflict"]);
    expect(answer.body.errors[0].field).toBe("version");
  });
});

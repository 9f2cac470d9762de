import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagnose } from "../../src/webhooks/incoming/diagnosis/diagnose.ts";
import type { Endpoint } from "../../src/webhooks/incoming/endpoints.ts";
import { identify } from "../../src/webhooks/incoming/identify.ts";
import { judge, rulesOf, toCheck, vectors } from "./vectors.ts";

const types = [
  "HTTP_BASIC",
  "HUBSPOT_CLIENT_SECRET",
  "M3TER_APP_SIGNATURE",
  "SAGE_INTACCT_CLIENT_SECRET",
  "STRIPE_SIGNED_REQUEST",
];
const names = [
  ...["Stripe-Signature", "X-HubSpot-Signature-v3", "X-HubSpot-Request-Timestamp", "X-HubSpot-Signature"],
  ...["X-HubSpot-Signature-Version", "X-M3ter-Signature", "X-M3ter-Timestamp", "X-M3ter-Id", "X-M3ter-Api-Key"],
  ...["Authorization", "X-Sig", "Content-Type", "Idempotency-Key"],
];

const digits = fc.stringMatching(/^[0-9]{0,40}$/);
const hex = fc.stringMatching(/^[0-9a-fA-F]{0,80}$/);
const base64 = fc.base64String({ maxLength: 80 });
const value = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  digits,
  hex,
  base64,
  fc.tuple(digits, hex).map(([time, mac]) => `t=${time},v1=${mac}`),
  hex.map((mac) => `v1=${mac}`),
  base64.map((text) => `Basic ${text}`),
  fc.tuple(base64, base64, base64).map((parts) => `Bearer ${parts.join(".")}`),
  fc.constantFrom(
    "",
    " ",
    ",",
    "=",
    "t=,v1=",
    "t=NaN,v1=",
    "t=-1,v1=a",
    "t=1e3,v1=a",
    "v1=",
    "v1,",
    "Basic",
    "Basic ",
    "Basic =",
    "Bearer ..",
    "Basic Og==",
    "\u0000",
    "__proto__",
    "t=99999999999999999999,v1=a",
  ),
);
const header = fc.tuple(fc.constantFrom(...names), value);
const body = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.json().map((text) => Buffer.from(text)),
);
const options = fc.constantFrom(
  {},
  { signatureHeader: "X-Sig" },
  { hubspotVersions: ["v3", "v2", "v1"] },
  { hubspotVersions: ["v1"] },
);

/** An endpoint without a credential has no other secrets to look for, so nothing else is asked. */
const parts = { log: { warn: () => expect.unreachable("a diagnosis failed") } } as never;

describe.each(types)("%s", (type) => {
  const fields = vectors.find((vector) => vector.type === type)?.fields ?? {};

  it("refuses thousands of malformed requests, and never throws", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(header, { maxLength: 6 }),
        body,
        options,
        fc.nat(),
        async (headers, bytes, chosen, nowMs) => {
          const check = toCheck(
            { type, name: "", fields, headers: {}, body: "", options: chosen },
            { headers: headers.flat(), body: Buffer.from(bytes), nowMs },
          );
          const verdict = await judge(type, check);
          expect(verdict.accepted).toBe(false);
          expect(verdict.reason).toEqual(expect.any(String));
          expect(verdict.steps.some((step) => step.passed === false)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("identifies and diagnoses whatever it is given", async () => {
    const rules = rulesOf(type);
    await fc.assert(
      fc.asyncProperty(fc.array(header, { maxLength: 6 }), body, options, async (headers, bytes, chosen) => {
        const vector = { type, name: "", fields, headers: {}, body: "", options: chosen };
        const check = toCheck(vector, { headers: headers.flat(), body: Buffer.from(bytes) });
        const verdict = await judge(type, check);
        const event = identify(rules, check.request, verdict);
        expect(event.dedupeKey).toMatch(/^[0-9a-f]{64}$/);
        expect(event.eventId ?? "").not.toContain("\0");
        const endpoint = {
          webhookId: "w",
          organizationId: "o",
          active: true,
          settings: chosen as Endpoint["settings"],
          rules,
        };
        const steps = await diagnose(parts, endpoint, check, verdict);
        const text = JSON.stringify(steps);
        for (const secret of Object.values(fields)) if (secret.length > 6) expect(text).not.toContain(secret);
      }),
      { numRuns: 500 },
    );
  });
});

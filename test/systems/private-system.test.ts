import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CredenzaProcess, startProcess } from "../process.ts";

const source = `
import { bearer, defineSystem, secret, text } from "credenza/define";

export default defineSystem({
  id: "night-shift",
  name: "Night Shift",
  category: "Other",
  color: "#224466",
  summary: "A private system that only this installation has.",
  destinations: { NIGHT_SHIFT: { name: "Night Shift", direction: "outgoing", baseUrl: "https://{team}.night-shift.test" } },
  credentialTypes: {
    NIGHT_SHIFT_TOKEN: {
      name: "Token",
      summary: "A token of one team.",
      fields: {
        team: text({ label: "Team", pattern: "^[a-z]+$" }),
        token: secret({ label: "Token" }),
      },
      authorize: bearer({ token: "{token}" }),
      examples: { fields: { team: "owls", token: "t-1" } },
    },
  },
});
`;

let folder: string;
let credenza: CredenzaProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "credenza-systems-"));
  await writeFile(join(folder, "night-shift.ts"), source);
  credenza = await startProcess({ CREDENZA_SYSTEMS_DIR: folder });
});
afterAll(async () => {
  await credenza?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe("a system file in CREDENZA_SYSTEMS_DIR", () => {
  it("is in the catalogue that forms are drawn from", async () => {
    const { body } = await credenza.api("GET", "systems/NIGHT_SHIFT");
    expect(body.credentialTypes[0].fields.map((field: { name: string }) => field.name)).toEqual(["team", "token"]);
  });

  it("can be used for a credential at once", async () => {
    const created = await credenza.api("POST", "integrationcredentials", {
      body: { name: "Owls", destination: "NIGHT_SHIFT", team: "owls", token: "t-1" },
    });
    expect(created).toMatchObject({
      status: 200,
      body: { type: "NIGHT_SHIFT_TOKEN", team: "owls", sealedFields: ["token"] },
    });
  });

  it("is in OpenAPI", async () => {
    const { text } = await credenza.api("GET", "/openapi.json");
    expect(text).toContain("NIGHT_SHIFT_TOKEN");
  });
});

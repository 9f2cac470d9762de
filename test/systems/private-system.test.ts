import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CredenzaProcess, startProcess } from "../process.ts";

/** The Console's form of it is walked in test/console/forms. */
const file = fileURLToPath(new URL("./private/night-shift.ts", import.meta.url));

let folder: string;
let credenza: CredenzaProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "credenza-systems-"));
  await copyFile(file, join(folder, "night-shift.ts"));
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

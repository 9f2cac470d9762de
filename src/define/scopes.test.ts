import { describe, expect, it } from "vitest";
import { defineSystem, type SystemDeclaration } from "./system.ts";

type Declared = SystemDeclaration["credentialTypes"][string];

/** What a refusal with 403 says to whoever tests a credential of the type. */
function refusal(type: Pick<Declared, "scopes" | "authorize">): string | undefined {
  const { credentialTypes } = defineSystem({
    id: "acme",
    name: "Acme",
    category: "Other",
    color: "#123456",
    summary: "",
    destinations: { ACME: { name: "Acme", direction: "outgoing", baseUrl: "https://acme.test" } },
    credentialTypes: {
      ACME_KEY: {
        name: "Key",
        summary: "",
        fields: { key: { kind: "secret", secret: true, label: "API key" } },
        test: { path: "/me" },
        examples: { fields: { key: "k" } },
        ...type,
      },
    },
  });
  return credentialTypes.ACME_KEY?.test?.outcomes.find(({ status }) => status === 403)?.summary;
}

const bearer = { scheme: "bearer", token: "{key}" } as const;

describe("a key that may not do what the test asks", () => {
  it.each([
    ["needs what the file says", { scopes: ["bills.read", "bills.write"] }, "It needs: bills.read, bills.write."],
    [
      "has nothing to choose",
      { scopes: { nothingToChoose: "the key may do what its user may" } },
      "The key may do what its user may, so look at the account itself.",
    ],
    ["needs more where nothing is known", {}, "Give it more permissions there."],
  ])("%s", (_, type, advice) => {
    expect(refusal({ authorize: bearer, ...type })).toBe(
      `Acme knows this API key, but it may not do what the test asks. ${advice}`,
    );
  });

  it("needs what its sign-in asks for", () => {
    const authorize = {
      scheme: "oauthCode",
      app: "ACME_APP",
      authorizeUrl: "https://acme.test/authorize",
      tokenUrl: "https://acme.test/token",
      scopes: ["read_write"],
    } as const;
    expect(refusal({ authorize: { ...authorize, scopes: [...authorize.scopes] } })).toContain("It needs: read_write.");
  });
});

import { z } from "zod";
import type { Registry } from "../define/registry.ts";
import { invalidField, Problem } from "../errors.ts";
import type { CredentialRow } from "../store/credentials.ts";
import type { Tx } from "../store/db.ts";
import { chooseAccount } from "../store/sign-ins.ts";

export const choiceBody = z.strictObject({
  choice: z.string({ error: "Give the id of one of the choices." }).max(200, "Give the id of one of the choices."),
});

type Chosen = Pick<CredentialRow, "id" | "destination" | "type" | "choices">;

/** Connects a credential to one of the accounts that its sign-in was made for. */
export async function choose(registry: Registry, tx: Tx, row: Chosen, choice: string): Promise<void> {
  const scheme = registry.type(row.destination, row.type)?.authorize;
  const field = scheme?.scheme === "oauthCode" ? scheme.tenants?.field : undefined;
  if (!row.choices || !field)
    throw new Problem("credential_not_usable", "There is nothing to choose for this credential.");
  if (!row.choices.some((one) => one.id === choice)) throw invalidField("choice", "Use the id of one of the choices.");
  await chooseAccount(tx, row.id, { [field]: choice });
}

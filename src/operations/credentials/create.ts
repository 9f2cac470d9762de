import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { queryFlag } from "../shapes.ts";
import { requireCredential } from "./find.ts";
import { credential, newCredentialBody, toCredential } from "./shapes.ts";
import { storeCredential } from "./store-credential.ts";

export default operation({
  id: "credentials.create",
  method: "POST",
  path: "/integrationcredentials",
  tag: "Credentials",
  summary: "Create a credential",
  permission: { action: "config:create", resource: "credential" },
  audit: {
    action: "credential.created",
    detail: ({ name, destination, type }) => ({ name, destination, type }),
  },
  query: z.object({ test: queryFlag.default(false) }),
  body: newCredentialBody,
  example: { name: "Billing", destination: "CHARGEBEE", type: "CHARGEBEE_AUTH", apiKey: "live_...", site: "acme" },
  output: credential,
  async run(call) {
    const { context, tx, body } = call;
    const id = await storeCredential(call, body);
    return toCredential(context.registry, await requireCredential(tx, id));
  },
  async afterwards({ context, actor, organizationId, query }, { id, status }) {
    if (!query.test || status === "PENDING" || !actor.may("config:use", "credential", id)) return undefined;
    await context.health.check(organizationId, id, { isForced: true });
    return context.store.inOrganization(organizationId, async (tx) =>
      toCredential(context.registry, await requireCredential(tx, id)),
    );
  },
});

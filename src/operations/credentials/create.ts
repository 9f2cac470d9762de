import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { queryFlag } from "../shapes.ts";
import { requireCredential } from "./find.ts";
import { credential, newCredentialBody, toCredential } from "./shapes.ts";
import { storeCredential } from "./store-credential.ts";
import { testAfterwards } from "./test-afterwards.ts";

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
  afterwards: testAfterwards,
});

import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { makeConnectLink } from "../../sign-in/connect-link.ts";
import { idParams, time } from "../shapes.ts";
import { writeCredentialAudit } from "./write-audit.ts";

export default operation({
  id: "credentials.makeConnectLink",
  method: "POST",
  path: "/integrationcredentials/{id}/connectlink",
  tag: "Credentials",
  summary: "Make a link with which someone without an account connects a credential: once, within an hour",
  permission: { action: "config:update", resource: "credential" },
  callsOut: true,
  params: idParams,
  output: z.strictObject({ url: z.url(), expiresAt: time }),
  errors: ["credential_deleted", "credential_not_usable"],
  async run(call) {
    const { context, actor, params } = call;
    const link = await makeConnectLink(context, actor, params.id);
    await writeCredentialAudit(call, "credential.linked", params.id, { expiresAt: link.expiresAt });
    return link;
  },
});

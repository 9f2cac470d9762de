import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { findConnection } from "../../sign-in/connection.ts";
import { beginSignIn } from "../../sign-in/sign-in.ts";
import { idParams, time } from "../shapes.ts";
import { writeCredentialAudit } from "./write-audit.ts";

export default operation({
  id: "credentials.signIn",
  method: "POST",
  path: "/integrationcredentials/{id}/signin",
  tag: "Credentials",
  summary: "Begin the sign-in by redirect of a credential, or begin it anew: gives the address to open",
  permission: { action: "config:update", resource: "credential" },
  callsOut: true,
  params: idParams,
  output: z.strictObject({ url: z.url(), expiresAt: time }),
  errors: ["credential_deleted", "credential_not_usable"],
  async run(call) {
    const { context, actor, organizationId, params } = call;
    const place = { organizationId, credentialId: params.id };
    const { credential } = await findConnection(context, place);
    if (actor.type !== "USER")
      throw new Problem("credential_not_usable", "A service user cannot sign in there. Make a connect link instead.");
    const begun = await beginSignIn(context, place, {
      userId: actor.id,
      browserHash: null,
      linkId: null,
      linkToken: null,
    });
    await writeCredentialAudit(call, "credential.signinstarted", params.id, { name: credential.name });
    return begun;
  },
});

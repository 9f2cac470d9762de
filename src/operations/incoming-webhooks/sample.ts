import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { idParams } from "../shapes.ts";
import { toCurl } from "./curl.ts";
import { missing } from "./find.ts";
import { writeWebhookAudit } from "./write-audit.ts";

const passwordNote = "Put the username and the password of the credential into USER and PASSWORD first.";
const timedNote = "It is signed for this moment, so it is accepted for a few minutes only.";

export default operation({
  id: "incomingWebhooks.sample",
  method: "POST",
  path: "/incomingwebhooks/{id}/sample",
  tag: "Incoming webhooks",
  summary: "Make a correctly signed sample request",
  permission: { action: "config:update", resource: "incomingwebhook" },
  callsOut: true,
  params: idParams,
  body: z.strictObject({
    body: z
      .string({ error: "Give text." })
      .max(65_536, "Use at most 65,536 characters.")
      .refine((text) => !text.includes("\0"), "NUL characters cannot stand in a command.")
      .optional(),
  }),
  output: z.strictObject({
    curl: z.string(),
    method: z.string(),
    url: z.string(),
    headers: z.array(z.tuple([z.string(), z.string()])),
    body: z.string(),
    note: z.string(),
  }),
  errors: ["credential_not_usable"],
  async run(call) {
    const { context, organizationId, params, body } = call;
    const sample = await context.incoming.sample(organizationId, params.id, body.body);
    if (!sample) throw missing();
    await writeWebhookAudit(call, "incomingwebhook.sampled", params.id, { sent: false });
    const { needsPassword, ...request } = sample;
    return { curl: toCurl(sample), ...request, note: needsPassword ? passwordNote : timedNote };
  },
});

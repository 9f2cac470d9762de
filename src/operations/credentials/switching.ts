import type { AuditAction } from "../../define/glossary.ts";
import { type Operation, operation } from "../../define/operation.ts";
import { changeCredential } from "../../store/credentials.ts";
import { idParams } from "../shapes.ts";
import { requireCredential, requireForChange } from "./find.ts";
import { credential, toCredential } from "./shapes.ts";

interface Switch {
  verb: "enable" | "disable";
  action: AuditAction;
  summary: string;
}

/** Disabling and enabling: a credential that is so already stays as it is, with its status and version. */
export const switchTo = ({ verb, action, summary }: Switch): Operation =>
  operation({
    id: `credentials.${verb}`,
    method: "POST",
    path: `/integrationcredentials/{id}/${verb}`,
    tag: "Credentials",
    summary,
    permission: { action: "config:update", resource: "credential" },
    audit: { action, detail: ({ name }) => ({ name }) },
    params: idParams,
    output: credential,
    errors: ["credential_deleted"],
    async run({ context, tx, actor, params: { id } }) {
      const before = await requireForChange(tx, id);
      const isDisabled = before.status === "DISABLED";
      if (isDisabled === (verb === "enable")) {
        const status = verb === "enable" ? "UNTESTED" : "DISABLED";
        await changeCredential(tx, id, actor.id, { status, statusDetail: null });
      }
      return toCredential(context.registry, await requireCredential(tx, id));
    },
  });

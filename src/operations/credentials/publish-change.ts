import type { Context } from "../../context.ts";
import { type ConfigurationChange, configurationEvent, type EventActor } from "../../events/configuration-events.ts";
import type { CredentialRow } from "../../store/credentials.ts";
import type { Tx } from "../../store/db.ts";
import { credential, toCredential } from "./shapes.ts";

interface Change {
  kind: ConfigurationChange["kind"];
  organizationId: string;
  old?: CredentialRow | undefined;
  new?: CredentialRow | undefined;
  actor: EventActor;
}

/** For changes that no operation makes: tells rules of one, in its transaction, as the API's own changes are told. */
export async function publishCredentialChange({ registry, events }: Context, tx: Tx, change: Change): Promise<void> {
  const show = (row: CredentialRow) => credential(registry).parse(toCredential(registry, row));
  const shown = {
    ...(change.old && { old: show(change.old) }),
    ...(change.new && { new: show(change.new) }),
  };
  const what = { entity: "credential", kind: change.kind };
  await events.publish(tx, [configurationEvent(what, change.organizationId, shown, change.actor)]);
}

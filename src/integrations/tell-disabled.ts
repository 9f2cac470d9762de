import type { Context } from "../context.ts";
import type { Tx } from "../store/db.ts";
import { enqueueMail } from "../store/mail-jobs.ts";

interface DisabledConfig {
  id: string;
  name: string;
  reason: string;
  addresses: string[];
}

export async function tellDisabled(
  { config }: Context,
  tx: Tx,
  { id, name, reason, addresses }: DisabledConfig,
): Promise<void> {
  const text = [
    `The integration configuration "${name}" was disabled.`,
    reason,
    "Mend what is wrong, then enable it again:",
    `${config.publicUrl}/integrations/${id}`,
  ].join("\n\n");
  await enqueueMail(tx, { to: addresses, subject: `Disabled: integration ${name}`, text });
}

import { z } from "zod";
import type { Context } from "../context.ts";

const message = z.object({ to: z.array(z.string()), subject: z.string(), text: z.string() });

/** A mail server that is away is tried again, as any job that fails. Where none is set nothing is sent. */
export async function sendMail({ mail, config }: Context, payload: unknown): Promise<void> {
  const isSent = await mail.send(message.parse(payload));
  if (!isSent && config.smtpUrl !== undefined) throw new Error("The mail could not be sent");
}

import { sql } from "kysely";
import type { Message } from "../mail/mail.ts";
import type { Tx } from "./db.ts";

export const sendMailTask = "mail.send";

/** Mail that leaves once the transaction commits, and is tried again while the mail server is away. */
export async function enqueueMail(tx: Tx, message: Message): Promise<void> {
  if (message.to.length === 0) return;
  await sql`select enqueue_job(${sendMailTask}, ${JSON.stringify(message)}::json, null, null)`.execute(tx);
}

import { createTransport } from "nodemailer";
import type { Logger } from "pino";

export interface Message {
  to: string[];
  subject: string;
  /** Plain text. */
  text: string;
}

export interface Mail {
  /** Whether the mail server took it. Never rejects: mail that cannot be sent is logged. Without SMTP it sends nothing. */
  send(message: Message): Promise<boolean>;
  close(): void;
}

const timeoutMs = 20_000;

export interface MailOptions {
  smtpUrl: string | undefined;
  from: string;
  log: Logger;
}

export function createMail({ smtpUrl, from, log }: MailOptions): Mail {
  let isTold = false;
  const limits = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
  const transport = smtpUrl === undefined ? undefined : createTransport({ url: smtpUrl, ...limits });
  return {
    send: async ({ to, subject, text }) => {
      if (!transport) {
        if (!isTold) log.warn("Mail is not sent: CREDENZA_SMTP_URL is not set");
        isTold = true;
        return false;
      }
      if (to.length === 0) return true;
      return transport.sendMail({ from, bcc: to, subject, text }).then(
        () => true,
        (error: { code?: string }) => {
          log.warn({ reason: error.code ?? "unknown" }, "Mail could not be sent");
          return false;
        },
      );
    },
    close: () => transport?.close(),
  };
}

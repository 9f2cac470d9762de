import type { Transporter } from "nodemailer";
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
  let transport: Promise<Transporter> | undefined;
  /** The library is read with the first message: most servers send none. */
  const connect = async (url: string): Promise<Transporter> =>
    (await import("nodemailer")).createTransport({ url, ...limits });
  return {
    send: async ({ to, subject, text }) => {
      if (smtpUrl === undefined) {
        if (!isTold) log.warn("Mail is not sent: CREDENZA_SMTP_URL is not set");
        isTold = true;
        return false;
      }
      if (to.length === 0) return true;
      transport ??= connect(smtpUrl);
      const sent = transport.then((open) => open.sendMail({ from, bcc: to, subject, text }));
      return sent.then(
        () => true,
        (error: { code?: string }) => {
          log.warn({ reason: error.code ?? "unknown" }, "Mail could not be sent");
          return false;
        },
      );
    },
    close: () => void transport?.then((open) => open.close()),
  };
}

import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../config/config.ts";
import type { Context } from "../context.ts";
import { createMail } from "../mail/mail.ts";
import { sendMail } from "./send-mail.ts";

const message = { to: ["ada@example.test"], subject: "Paused", text: "It is paused." };

async function send(smtpUrl: string | undefined, payload: unknown = message): Promise<void> {
  const config = loadConfig({ ...(smtpUrl ? { CREDENZA_SMTP_URL: smtpUrl } : {}) });
  const mail = createMail({ smtpUrl, from: config.mailFrom, log: pino({ level: "silent" }) });
  try {
    await sendMail({ config, mail } as Context, payload);
  } finally {
    mail.close();
  }
}

describe("a job of mail", () => {
  it("fails while the mail server is away, so that it is tried again", async () => {
    await expect(send("smtp://127.0.0.1:1")).rejects.toThrow("The mail could not be sent");
  });

  it("is over where no mail server is set", async () => {
    await expect(send(undefined)).resolves.toBeUndefined();
  });

  it("fails when it names nobody", async () => {
    await expect(send(undefined, { subject: "Paused" })).rejects.toThrow();
  });
});

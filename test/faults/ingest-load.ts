import { createHmac, randomBytes } from "node:crypto";

export const signingKey = `whsec_${randomBytes(24).toString("base64url")}`;

export interface Acknowledged {
  eventId: string;
  messageId: string;
}

/** Sends Stripe-signed events, a few at a time, and keeps what was acknowledged; what fails is sent again, as Stripe does. */
export class IngestLoad {
  readonly acknowledged: Acknowledged[] = [];
  /** Answers other than 202 and 200, and broken connections. */
  failures = 0;
  #stopped = false;
  #next = 0;
  #workers: Promise<void>[] = [];
  readonly #url: () => string;

  constructor(url: () => string, senders: number) {
    this.#url = url;
    this.#workers = Array.from({ length: senders }, () => this.#send());
  }

  async untilAcknowledged(count: number): Promise<void> {
    while (this.acknowledged.length < count) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#workers);
  }

  async #send(): Promise<void> {
    while (!this.#stopped) {
      const eventId = `evt_${this.#next++}`;
      while (!(await this.#deliver(eventId))) {
        this.failures++;
        if (this.#stopped) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  async #deliver(eventId: string): Promise<boolean> {
    const body = JSON.stringify({ id: eventId, object: "event", type: "invoice.paid" });
    const timestamp = Math.floor(Date.now() / 1000);
    const signature = createHmac("sha256", signingKey).update(`${timestamp}.${body}`).digest("hex");
    try {
      const response = await fetch(this.#url(), {
        method: "POST",
        body,
        headers: { "stripe-signature": `t=${timestamp},v1=${signature}`, "content-type": "application/json" },
      });
      if (response.status !== 202 && response.status !== 200) return false;
      const { id } = (await response.json()) as { id: string };
      this.acknowledged.push({ eventId, messageId: id });
      return true;
    } catch {
      return false;
    }
  }
}

import { text } from "node:stream/consumers";
import { type FakeServer, startServer } from "./server.ts";

export interface StripeCall {
  method: string;
  path: string;
  form: Record<string, string>;
  idempotencyKey: string | undefined;
}

export interface FakeStripe extends FakeServer {
  calls: StripeCall[];
  /** What was made, by idempotency key: a key that comes again makes nothing. */
  made: Map<string, Record<string, unknown>>;
  /** Answers the next requests, one each, in place of the usual. */
  refusals: { status: number; body: unknown; headers?: Record<string, string>; afterwards?: boolean }[];
}

const prefixes: Record<string, string> = { invoices: "in", customers: "cus" };

/** Takes one key, form bodies and idempotency keys, as Stripe does for customers and invoices. */
export async function startFakeStripe(key: string): Promise<FakeStripe> {
  const state = { calls: [] as StripeCall[], made: new Map(), refusals: [] } as Omit<FakeStripe, keyof FakeServer>;
  const server = await startServer(async (request, response) => {
    const { method = "", url: path = "", headers } = request;
    const answer = (status: number, body: unknown, more: Record<string, string> = {}): void => {
      response.writeHead(status, { "content-type": "application/json", ...more }).end(JSON.stringify(body));
    };
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    const idempotencyKey = headers["idempotency-key"]?.toString();
    state.calls.push({ method, path, form, idempotencyKey });
    if (headers.authorization !== `Bearer ${key}`) return answer(401, { error: { message: "Invalid API Key" } });
    const refusal = state.refusals.shift();
    if (refusal && !refusal.afterwards) return answer(refusal.status, refusal.body, refusal.headers);
    if (method === "GET") return answer(200, { data: [{ id: "cus_1", name: "Acme" }] });
    const [, , table = "", id = ""] = path.split("/");
    const made = state.made.get(idempotencyKey ?? "") ?? { id: id || `${prefixes[table]}_${state.made.size + 1}` };
    if (idempotencyKey) state.made.set(idempotencyKey, made);
    return refusal ? answer(refusal.status, refusal.body, refusal.headers) : answer(200, made);
  });
  return Object.assign(state, server);
}

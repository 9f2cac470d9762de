import type { Answer, TestCredenza } from "../harness.ts";

export interface TestWebhook {
  id: string;
  url: string;
  credentialId: string;
}

const fieldsOf: Record<string, Record<string, string>> = {
  HTTP_BASIC: { username: "user", password: "pass: with: colons £" },
  HUBSPOT_CLIENT_SECRET: { clientSecret: "hubspot-client-secret" },
  M3TER_APP_SIGNATURE: { accessKeyId: "acc_1", apiSecret: "m3ter-api-secret-0123456789" },
  SAGE_INTACCT_CLIENT_SECRET: { clientSecret: "intacct-client-secret-0123456789" },
  STRIPE_SIGNED_REQUEST: { signingKey: "whsec_test_secret" },
};

/** A credential of the type and a webhook with it. */
export async function createWebhook(
  credenza: TestCredenza,
  type: string,
  more: { options?: Record<string, unknown>; fields?: Record<string, string> } = {},
): Promise<TestWebhook> {
  const credential = await credenza.api("POST", "integrationcredentials", {
    body: { name: type, destination: "M3SH_WORKFLOW", type, ...(more.fields ?? fieldsOf[type]) },
  });
  if (credential.status !== 200) throw new Error(credential.text);
  const webhook = await credenza.api("POST", "incomingwebhooks", {
    body: { name: `Webhook ${type}`, credentialId: credential.body.id, options: more.options ?? {} },
  });
  if (webhook.status !== 200) throw new Error(webhook.text);
  return { id: webhook.body.id, url: webhook.body.url, credentialId: credential.body.id };
}

/** Sends bytes to a URL; the body of the answer is parsed when it is JSON. */
export async function post(url: string, body: string | Uint8Array, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(url, { method: "POST", body: body as string, headers });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
}

export async function messagesOf(credenza: TestCredenza, webhook: TestWebhook, query = ""): Promise<Answer["body"][]> {
  const { body } = await credenza.api("GET", `incomingwebhooks/${webhook.id}/messages${query}`);
  return body.data;
}

/** Waits until a condition holds; fails after ten seconds. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("It did not come about in ten seconds");
}

import type { TestCredenza } from "../harness.ts";

/** Of the credential that things of a Stripe test account are sent with. */
export const stripeKey = "sk_test_sample000000";

/** One of each thing that an operation's path can name. */
export interface Things {
  credential: string;
  incomingWebhook: string;
  message: string;
  webhook: string;
  delivery: string;
  serviceUser: string;
  accessKey: string;
  permissionPolicy: string;
  user: string;
  userGroup: string;
  workflow: string;
  workflowRun: string;
  workflowParameter: string;
  event: string;
  notificationRule: string;
  eventType: string;
  integrationConfig: string;
  integrationRun: string;
  externalMapping: string;
  stripeCredential: string;
}

export async function createThings(credenza: TestCredenza, organizationId: string, token: string): Promise<Things> {
  const post = async (path: string, body: unknown = {}): Promise<Record<string, string>> => {
    const answer = await credenza.api("POST", `/organizations/${organizationId}/${path}`, { token, body });
    if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  };
  const basic = { name: "Basic", destination: "M3SH_WORKFLOW", username: "sender", password: "a password" };
  const credential = (await post("integrationcredentials", basic)).id ?? "";
  const webhook = await post("incomingwebhooks", { name: "Orders", credentialId: credential });
  const received = await fetch(webhook.url ?? "", {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from("sender:a password").toString("base64")}` },
    body: '{"id":"ev_1"}',
  });
  const { id: message } = (await received.json()) as { id: string };
  const outgoing = (await post("integrationdestinations/webhooks", newWebhook)).id ?? "";
  const delivery = (await post(`integrationdestinations/webhooks/${outgoing}/test`)).id ?? "";
  const serviceUser = (await post("serviceusers", { name: "Robot" })).id ?? "";
  const accessKey = (await post(`serviceusers/${serviceUser}/credentials`)).id ?? "";
  const statement = { effect: "allow", action: ["config:retrieve"], resource: ["*"] };
  const permissionPolicy = (await post("permissionpolicies", { name: "Look", permissionPolicy: [statement] })).id ?? "";
  const email = `user-${organizationId.slice(0, 8)}@example.test`;
  const user = (await post("users", { email, password: "a long enough password" })).id ?? "";
  const userGroup = await newUserGroup(credenza, organizationId, token, user);
  const workflow = (await post("workflows", { name: "Flow", definition: waiting })).id ?? "";
  await post(`workflows/${workflow}/publish`, { version: 1 });
  await putDraft(credenza, organizationId, token, workflow);
  const workflowRun = (await post(`workflows/${workflow}/test`)).id ?? "";
  const parameter = { name: "region", value: "eu" };
  const workflowParameter = (await post("workflowparameters", parameter)).id ?? "";
  const event = (await post("events", { eventName: "orders.order.created", eventData: { new: { id: "1" } } })).id ?? "";
  const notificationRule = (await post("notifications/configurations", rule("first_rule"))).id ?? "";
  const eventType = (await post("eventtypes", newEventType("orders.order.paid"))).id ?? "";
  const key = { name: "Stripe", destination: "STRIPE_TEST", apiKey: stripeKey };
  const stripeCredential = (await post("integrationcredentials", key)).id ?? "";
  const integrationConfig = (await post("integrationconfigs", integration(stripeCredential))).id ?? "";
  await post("events", { eventName: "configuration.account.created", eventData: { new: { id: stripeCredential } } });
  const integrationRun = await firstRun(credenza, organizationId, token);
  const externalMapping = (await post("externalmappings", newMapping)).id ?? "";
  return {
    ...{ integrationConfig, integrationRun, externalMapping, stripeCredential },
    ...{ credential, incomingWebhook: webhook.id ?? "", message, serviceUser, accessKey, permissionPolicy },
    ...{ workflow, workflowRun, workflowParameter, event, notificationRule, eventType },
    ...{ webhook: outgoing, delivery, user, userGroup },
  };
}

const integration = (integrationCredentialsId: string) => ({
  entityType: "Account",
  destination: "STRIPE_TEST",
  integrationCredentialsId,
});
const newMapping = {
  m3terEntity: "Account",
  m3terId: "a1",
  externalSystem: "STRIPE_TEST",
  externalTable: "customer",
  externalId: "cus_1",
};

async function firstRun(credenza: TestCredenza, organizationId: string, token: string): Promise<string> {
  const { body } = await credenza.api("GET", `/organizations/${organizationId}/integrationruns`, { token });
  return body.data[0]?.id ?? "";
}

async function newUserGroup(
  credenza: TestCredenza,
  organizationId: string,
  token: string,
  user: string,
): Promise<string> {
  const groups = `/organizations/${organizationId}/usergroups`;
  const { id } = (await credenza.api("POST", groups, { token, body: { name: "Finance" } })).body;
  const joined = await credenza.api("PUT", `${groups}/${id}/users/${user}`, { token });
  if (joined.status !== 200) throw new Error(joined.text);
  return id;
}

const rule = (code: string) => ({
  name: "Large order",
  description: "An order of more than 100.",
  code,
  eventName: "orders.order.created",
  calculation: "new.amount > 100",
});

const newEventType = (eventName: string) => ({
  eventName,
  description: "An order is paid.",
  schema: { properties: { new: { type: "object", properties: { amount: { type: "number" } } } } },
});

async function putDraft(credenza: TestCredenza, organizationId: string, token: string, id: string): Promise<void> {
  const path = `/organizations/${organizationId}/workflows/${id}/draft`;
  const answer = await credenza.api("PUT", path, { token, body: { version: 2, definition: waiting } });
  if (answer.status !== 200) throw new Error(answer.text);
}

/** Its runs stay for an hour. */
const waiting = {
  formatVersion: 1,
  trigger: { type: "manual", next: ["pause"] },
  steps: [{ id: "pause", function: "flow.wait", inputs: { seconds: { value: 3600 } } }],
};
const taken = { format: "credenza.workflow", formatVersion: 1, name: "Taken in", definition: waiting };

/** Places of paths that name no item of an organization. */
export const words = {
  destination: "STRIPE_TEST",
  destinationId: "anywhere",
  entityType: "Account",
  entityId: "a1",
  systemName: "Stripe",
  configOption: "preset",
  entity: "Account",
  m3terId: "a1",
  system: "STRIPE_TEST",
  externalTable: "customer",
  externalId: "cus_1",
};

/** The path of an operation with the ids of things in its places. */
export function fillPath(template: string, things: Things): string {
  const path = Object.entries(words).reduce((filled, [name, word]) => filled.replace(`{${name}}`, word), template);
  const idOf: [prefix: string, id: string][] = [
    ["/integrationcredentials/", things.credential],
    ["/incomingwebhooks/", things.incomingWebhook],
    ["/serviceusers/", things.serviceUser],
    ["/permissionpolicies/", things.permissionPolicy],
    ["/users/", things.user],
    ["/usergroups/", things.userGroup],
    ["/workflows/", things.workflow],
    ["/workflowparameters/", things.workflowParameter],
    ["/messages/", things.message],
    ["/events/", things.event],
    ["/eventtypes/", things.eventType],
    ["/notifications/configurations/", things.notificationRule],
    ["/integrationconfigs/", things.integrationConfig],
    ["/integrationruns/", things.integrationRun],
    ["/externalmappings/", things.externalMapping],
    ["/integrationdestinations/webhooks/", things.webhook],
  ];
  const id = idOf.find(([prefix]) => path.startsWith(prefix))?.[1] ?? "";
  return path
    .replace("{integrationCredentialsId}", things.stripeCredential)
    .replace("{messageId}", things.message)
    .replace("{runId}", things.workflowRun)
    .replace("{number}", "1")
    .replace("{deliveryId}", things.delivery)
    .replace("{credId}", things.accessKey)
    .replace("{userId}", things.user)
    .replace("{id}", id);
}

/** Nothing listens there, so deliveries to it fail and are tried again. */
const newWebhook = {
  name: "Notifications",
  description: "To the ledger",
  url: "https://127.0.0.1:9/notify",
  credentials: { type: "M3TER_SIGNED_REQUEST", apiKey: "key_1", secret: "a secret of thirty-two characters" },
};

const statements = [{ effect: "allow", action: ["config:retrieve"], resource: ["*"] }];

/** A body that each operation with one accepts, by method and path. */
export const bodies: Record<string, (things: Things) => Record<string, unknown>> = {
  "POST /datakeys": () => ({}),
  "PUT ": () => ({ version: 1, name: "Renamed" }),
  "POST /integrationcredentials": () => ({
    name: "New",
    destination: "CHARGEBEE",
    apiKey: "test_key_123456",
    site: "acme",
  }),
  "PUT /integrationcredentials/{id}": () => ({ version: 1, name: "Renamed" }),
  "POST /integrationcredentials/{id}/rotate": () => ({ version: 1, password: "another password" }),
  "POST /integrationcredentials/{id}/choice": () => ({ choice: "one" }),
  "POST /integrationcredentials/{id}/request": () => ({ method: "GET", path: "/" }),
  "POST /events": () => ({ eventName: "orders.order.created", eventData: { new: { id: "2" } } }),
  "POST /eventtypes": () => newEventType("orders.order.sent"),
  "PUT /eventtypes/{id}": () => ({ version: 1, description: "An order was paid." }),
  "POST /notifications/configurations": () => rule("another_rule"),
  "PUT /notifications/configurations/{id}": () => ({ version: 1, name: "Renamed" }),
  "POST /notifications/evaluate": () => ({ calculation: "new.amount > 100" }),
  "POST /incomingwebhooks": ({ credential }) => ({ name: "New", credentialId: credential }),
  "PUT /incomingwebhooks/{id}": ({ credential }) => ({ version: 1, name: "Renamed", credentialId: credential }),
  "POST /incomingwebhooks/{id}/sample": () => ({}),
  "POST /incomingwebhooks/{id}/sample/send": () => ({}),
  "POST /integrationconfigs": ({ stripeCredential }) => integration(stripeCredential),
  "PUT /integrationconfigs/{id}": () => ({ version: 1, name: "Renamed" }),
  "PUT /integrationconfigs/settings": () => ({ version: 1, maxFailures: 5 }),
  "POST /integrationconfigs/preview": () => ({ destination: "STRIPE_TEST", entityType: "Bill" }),
  "POST /externalmappings": () => ({ ...newMapping, m3terId: "a2" }),
  "PUT /externalmappings/{id}": () => ({ version: 1, externalId: "cus_2" }),
  "POST /integrationdestinations/webhooks": () => ({ ...newWebhook, name: "New" }),
  "PUT /integrationdestinations/webhooks/{id}": () => ({ version: 1, name: "Renamed" }),
  "POST /integrationdestinations/webhooks/{id}/rotate": () => ({ secret: "another secret of thirty-two ch" }),
  "POST /integrationdestinations/webhooks/{id}/replay": () => ({}),
  "POST /serviceusers/{id}/credentials": () => ({}),
  "POST /serviceusers": () => ({ name: "New" }),
  "PUT /serviceusers/{id}": () => ({ version: 1, name: "Renamed" }),
  "POST /permissionpolicies": () => ({ name: "New", permissionPolicy: statements }),
  "PUT /permissionpolicies/{id}": () => ({ version: 1, name: "Renamed", permissionPolicy: statements }),
  "POST /permissionpolicies/{id}/addtoserviceuser": ({ serviceUser }) => ({ principalId: serviceUser }),
  "POST /permissionpolicies/{id}/removefromserviceuser": ({ serviceUser }) => ({ principalId: serviceUser }),
  "POST /permissionpolicies/{id}/addtouser": ({ user }) => ({ principalId: user }),
  "POST /permissionpolicies/{id}/removefromuser": ({ user }) => ({ principalId: user }),
  "POST /permissionpolicies/{id}/addtousergroup": ({ userGroup }) => ({ principalId: userGroup }),
  "POST /permissionpolicies/{id}/removefromusergroup": ({ userGroup }) => ({ principalId: userGroup }),
  "POST /usergroups": () => ({ name: "New" }),
  "PUT /usergroups/{id}": () => ({ version: 1, name: "Renamed" }),
  "POST /workflows": () => ({ name: "New", definition: waiting }),
  "PUT /workflows/{id}": () => ({ version: 3, name: "Renamed" }),
  "PUT /workflows/{id}/draft": () => ({ version: 3, definition: waiting }),
  "PUT /workflows/{id}/usedraft": () => ({ useDraft: false }),
  "POST /workflows/{id}/publish": () => ({ version: 3 }),
  "POST /workflows/import/check": () => ({ document: taken }),
  "POST /workflows/import": () => ({ document: taken }),
  "POST /workflows/{id}/duplicate": () => ({ name: "Another" }),
  "POST /workflows/preview": () => ({ expression: "$trigger.a + 1", input: { trigger: { a: 1 } } }),
  "POST /workflows/functions/test": () => ({ function: "data.transform", inputs: { value: { value: 1 } } }),
  "POST /workflows/validate": () => ({ definition: waiting }),
  "POST /workflows/{id}/test": () => ({ input: { body: 1 } }),
  "POST /workflowruns/{runId}/retry": () => ({ use: "same" }),
  "POST /workflowparameters": () => ({ name: "colour", value: "green" }),
  "PUT /workflowparameters/{id}": () => ({ version: 1, value: "us" }),
  "POST /users": () => ({ email: "new@example.test", password: "a long enough password" }),
};

import { afterAll, beforeAll, expect, test } from "vitest";
import { createPrincipals } from "../../src/access/principals.ts";
import { setAccessKeyStatus } from "../../src/store/access-keys.ts";
import type { ChangeListener } from "../../src/store/changes.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { allow, serviceUserWith } from "./person.ts";

let credenza: TestCredenza;

beforeAll(async () => {
  credenza = await startCredenza();
});
afterAll(() => credenza.stop());

/** A change feed that hears nothing unless the test says so. */
function deafFeed() {
  const listeners: ChangeListener[] = [];
  return {
    feed: {
      on: (_kind: string, listener: ChangeListener) => void listeners.push(listener),
      tell: () => {},
      close: async () => {},
    },
    tell: (id: string | null) => {
      for (const listener of listeners) listener(id);
    },
  };
}

test("what this process changes is felt here from the commit on, before the database says a word", async () => {
  const { store } = credenza.context;
  const { organizationId } = credenza;
  const principals = createPrincipals(store, deafFeed().feed);
  const { id, credId } = await serviceUserWith(credenza, [allow("*", "*")]);
  const activeKeys = async () => (await principals.find("SERVICEUSER", id, organizationId))?.activeKeys.size;
  expect(await activeKeys()).toBe(1);
  await store.inOrganization(organizationId, async (tx) => {
    await setAccessKeyStatus(tx, { serviceUserId: id, id: credId }, "INACTIVE");
    await principals.changed(tx, id);
    expect(await activeKeys()).toBe(1);
  });
  expect(await activeKeys()).toBe(0);
});

test("what another process changes is felt when the database says so, also about a policy, or when its word was lost", async () => {
  const { store } = credenza.context;
  const { organizationId, api } = credenza;
  const { feed, tell } = deafFeed();
  const principals = createPrincipals(store, feed);
  const { id, policyId } = await serviceUserWith(credenza, [allow("config:retrieve", "*")]);
  const may = async (action: string) =>
    (await principals.find("SERVICEUSER", id, organizationId))?.actor.may(action, "credential", null);
  const change = (version: number, action: string) =>
    api("PUT", `permissionpolicies/${policyId}`, {
      body: { name: "n", version, permissionPolicy: [allow(action, "*")] },
    });
  expect(await may("config:retrieve")).toBe(true);
  await change(1, "config:update");
  expect(await may("config:retrieve")).toBe(true);
  tell(policyId);
  expect(await may("config:retrieve")).toBe(false);
  expect(await may("config:update")).toBe(true);
  await change(2, "config:create");
  tell("01890000-0000-7000-8000-0000000000ff");
  expect(await may("config:update")).toBe(true);
  tell(null);
  expect(await may("config:update")).toBe(false);
});

test("a change that comes while a principal is read is not overlooked", async () => {
  const { store } = credenza.context;
  const { organizationId } = credenza;
  const { feed, tell } = deafFeed();
  const { id, credId } = await serviceUserWith(credenza, [allow("*", "*")]);
  let whenRead = async (): Promise<void> => {};
  const slow = {
    ...store,
    inOrganization: async <T>(...call: Parameters<typeof store.inOrganization<T>>): Promise<T> => {
      const read = await store.inOrganization(...call);
      await whenRead();
      return read;
    },
  };
  const principals = createPrincipals(slow, feed);
  whenRead = async () => {
    await store.inOrganization(organizationId, (tx) =>
      setAccessKeyStatus(tx, { serviceUserId: id, id: credId }, "INACTIVE"),
    );
    tell(id);
  };
  expect((await principals.find("SERVICEUSER", id, organizationId))?.activeKeys.size).toBe(1);
  whenRead = async () => {};
  expect((await principals.find("SERVICEUSER", id, organizationId))?.activeKeys.size).toBe(0);
});

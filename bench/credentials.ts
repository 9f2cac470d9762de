import type { Context } from "../src/context.ts";
import { newId } from "../src/crypto/ids.ts";
import { insertSealedFields } from "../src/store/credential-secrets.ts";
import { insertCredential } from "../src/store/credentials.ts";
import { Secret } from "../src/vault/secret.ts";
import { type InProcess, medianMs, startInProcess } from "./in-process.ts";
import type { Bench } from "./table.ts";

const sizes = [1_000, 100_000];
const samples = 400;

type Sample = {
  listP50Ms: number;
  openP50Ms: number;
};

/** A page of the list, and opening a credential that is not cached, with few and with many credentials in the organization. */
export const credentials: Bench = async () => {
  const running = await startInProcess();
  try {
    const ids: string[] = [];
    const rows: (Sample & { what: string })[] = [];
    for (const size of sizes) {
      await seed(running.context, running.organizationId, ids, size);
      rows.push({ what: `${size} credentials`, ...(await sample(running, ids)) });
    }
    const [few, many] = rows;
    if (!few || !many) throw new Error("Nothing was measured");
    return {
      rows,
      figures: { listRatio: many.listP50Ms / few.listP50Ms, openRatio: many.openP50Ms / few.openP50Ms },
      targets: { listRatio: "<= 1.3", openRatio: "<= 1.3" },
    };
  } finally {
    await running.stop();
  }
};

async function seed(context: Context, organizationId: string, ids: string[], size: number): Promise<void> {
  const batch = 500;
  while (ids.length < size) {
    await context.store.inOrganization(organizationId, async (tx) => {
      for (let index = 0; index < batch; index++) {
        const id = newId();
        ids.push(id);
        const place = { organizationId, credentialId: id, field: "apiKey", version: 1 };
        const sealed = await context.vault.seal(place, new Secret(`test_${id}`));
        await insertCredential(tx, {
          id,
          organizationId,
          name: `Credential ${ids.length}`,
          destination: "CHARGEBEE",
          type: "CHARGEBEE_AUTH",
          fields: { site: "bench" },
          sealedFields: ["apiKey"],
          actorId: organizationId,
          pendingUntil: null,
        });
        await insertSealedFields(tx, organizationId, id, [{ field: "apiKey", version: 1, sealed }]);
      }
    });
  }
  await context.store.systemPool.query("vacuum analyze");
}

async function sample({ api, context, organizationId }: InProcess, ids: string[]): Promise<Sample> {
  const listP50Ms = await medianMs(samples, async () => {
    const { length } = (await api("GET", "integrationcredentials?pageSize=50")).data as unknown[];
    if (length !== 50) throw new Error(`The page has ${length} rows`);
  });
  const openP50Ms = await medianMs(samples, async (index) => {
    const id = ids[(index * 7919) % ids.length] ?? "";
    await context.broker.openForUse(organizationId, id);
  });
  return { listP50Ms, openP50Ms };
}

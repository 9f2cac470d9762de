import { CopyButton } from "../../components/copy.tsx";
import { Facts } from "../../components/facts.tsx";
import { Panel } from "../../components/panel.tsx";
import type { RootKey, RootKeySource } from "../../lib/types.ts";
import classes from "./data-keys.module.css";

interface Words {
  place: string;
  /** What an operator does so that it cannot be lost. */
  backup: string;
}

const inService = (service: string): Words => ({
  place: service,
  backup: `The key never leaves ${service}. Protect it there from deletion: without it nobody can open what is sealed, not even you.`,
});

const copyIt =
  "Keep a copy at another place than the database. Without it nobody can open what is sealed, not even you; whoever has both can open everything.";

const sources: Record<RootKeySource, Words> = {
  GENERATED_FILE: { place: "root.key, a file that Credenza made in its data folder", backup: copyIt },
  FILE: { place: "The file that CREDENZA_ROOT_KEY_FILE names", backup: copyIt },
  ENVIRONMENT: { place: "The variable CREDENZA_ROOT_KEY", backup: copyIt },
  AWS_KMS: inService("AWS KMS"),
  GCP_KMS: inService("Google Cloud KMS"),
  VAULT_TRANSIT: inService("Vault"),
};

/** Where the key of all keys is, which one it is, and how not to lose it. */
export function RootKeyPanel({ rootKey: { source, fingerprint } }: { rootKey: RootKey }) {
  const { place, backup } = sources[source];
  return (
    <Panel title="Root key" hint={backup}>
      <Facts
        facts={[
          { label: "Comes from", value: place },
          {
            label: "Fingerprint",
            value: (
              <span className={classes.fingerprint}>
                <code>{fingerprint}</code>
                <CopyButton text={fingerprint} what="Copy fingerprint" />
              </span>
            ),
          },
        ]}
      />
    </Panel>
  );
}

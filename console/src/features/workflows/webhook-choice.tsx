import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CopyLine } from "../../components/copy.tsx";
import { notify } from "../../components/notice.ts";
import { MissingCredential } from "../../components/webhook-form/missing-credential.tsx";
import { useIncomingCredentials } from "../../components/webhook-form/use-incoming-credentials.ts";
import { WebhookForm } from "../../components/webhook-form/webhook-form.tsx";
import { webhooksQuery } from "../../lib/api/incoming-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import classes from "./builder/panel.module.css";
import { ChooseOrCreate } from "./choose-or-create.tsx";

interface WebhookChoiceProps {
  label?: string;
  hideLabel?: boolean;
  /** A step waits for its message; else its messages start runs. */
  isAwaited?: boolean;
  value: string | null;
  error?: string;
  /** How the credential of a new one verifies, and what both are called, unless it is said otherwise. */
  wanted?: { type?: string; name?: string };
  /** What the sender has to send, as it calls it, where that is known. */
  sends?: string;
  /** Whose trigger it is; none before the workflow is made. */
  workflowId?: string;
  onChange: (id: string | null) => void;
}

/** A webhook starts one workflow. */
function optionOf(id: string, name: string, taken: string | null, workflowId: string | undefined) {
  const isTaken = taken !== null && taken !== workflowId;
  return { value: id, label: isTaken ? `${name} (starts another workflow)` : name, disabled: isTaken };
}

/** The webhook whose messages start runs or end a wait, with its URL; a new one is made here and chosen at once. */
export function WebhookChoice(props: WebhookChoiceProps) {
  const { label = "Incoming webhook", hideLabel, isAwaited, value, error, wanted, sends, workflowId, onChange } = props;
  const { id: org } = useOrganization();
  const query = useQuery({ ...webhooksQuery(org, { pageSize: 200 }), refetchOnWindowFocus: "always" });
  const webhooks = query.data?.data ?? [];
  useIncomingCredentials();
  const chosen = webhooks.find(({ id }) => id === value);
  return (
    <>
      <ChooseOrCreate
        label={label}
        hideLabel={hideLabel}
        purpose={isAwaited ? "A URL whose message ends the wait." : "A URL that starts the workflow."}
        createLabel="Create incoming webhook"
        isFirst={query.isSuccess && webhooks.length === 0}
        placeholder={webhooks.length === 0 ? "There is none yet" : "Choose a webhook"}
        data={webhooks.map(({ id, name, workflowId: taken }) =>
          optionOf(id, name, isAwaited ? null : taken, workflowId),
        )}
        value={value}
        error={error}
        form={(done, close) => (
          <WebhookForm
            inDialog
            wanted={wanted}
            onCreated={({ id, name }) => {
              notify({ title: "Incoming webhook created", message: `${name} is chosen here. Copy its URL.` });
              done(id);
            }}
            onCancel={close}
          />
        )}
        onChange={onChange}
      />
      {chosen && (
        <div className={classes.panel}>
          <div>
            <div className={classes.label}>URL for the sender</div>
            <CopyLine value={chosen.url} what="Copy URL" />
            <p className={classes.help}>
              Paste it into the system that sends
              {sends && (
                <>
                  , and choose the event <code>{sends}</code> there
                </>
              )}
              .{" "}
              <Link to="/incoming-webhooks/$webhookId" params={{ webhookId: chosen.id }}>
                See what arrives
              </Link>
            </p>
          </div>
          {chosen.credentialId === null && <MissingCredential webhook={chosen} type={wanted?.type} />}
        </div>
      )}
    </>
  );
}

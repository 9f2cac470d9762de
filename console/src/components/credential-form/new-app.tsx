import { Button, Group, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { createCredential } from "../../lib/api/credentials.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential, CredentialType } from "../../lib/types.ts";
import { useForgetCredentials } from "../credentials-table/use-credential-actions.ts";
import { Dialog } from "../dialog.tsx";
import { faultsOf } from "../faults.ts";
import { FormProblem } from "../form-problem.tsx";
import { faultOf } from "./field-check.ts";
import { FieldInput } from "./field-input.tsx";
import { RedirectUrl } from "./redirect-url.tsx";

interface NewAppProps {
  type: CredentialType;
  destination: string;
  opened: boolean;
  onClose: () => void;
  onCreated: (app: Credential) => void;
}

/** An OAuth app of the organization's own: the redirect URL to paste there, then what the vendor gives for it. */
export function NewApp({ type, destination, opened, onClose, onCreated }: NewAppProps) {
  const { id: org } = useOrganization();
  const forget = useForgetCredentials();
  const [values, setValues] = useState<Record<string, string>>({});
  const [insist, setInsist] = useState(false);
  const create = useMutation({
    mutationFn: () => createCredential(org, { name: type.name, destination, type: type.id, ...values }),
    onSuccess: async (app) => {
      await forget();
      setValues({});
      setInsist(false);
      onCreated(app);
    },
  });
  const faults = faultsOf(create.error);
  const complete = type.fields.every((field) => !faultOf(field, values[field.name] ?? ""));
  const save = () => {
    setInsist(true);
    if (complete) create.mutate();
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={type.name} size={440}>
      <Stack gap={16}>
        {type.app && <RedirectUrl url={type.app.redirectUrl} />}
        {type.fields.map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            destination={null}
            value={values[field.name] ?? ""}
            fault={faults[field.name]}
            insist={insist}
            onChange={(value) => setValues((old) => ({ ...old, [field.name]: value }))}
          />
        ))}
        <FormProblem error={create.error} shown={type.fields.map((field) => field.name)} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={create.isPending} onClick={save}>
            Save OAuth app
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

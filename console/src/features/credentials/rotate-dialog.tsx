import { Button, Group, Modal, NativeSelect, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { faultOf } from "../../components/credential-form/field-check.ts";
import { FieldInput } from "../../components/credential-form/field-input.tsx";
import { useForgetCredentials, useTest } from "../../components/credentials-table/use-credential-actions.ts";
import { faultsOf } from "../../components/faults.ts";
import { FormProblem } from "../../components/form-problem.tsx";
import { notify } from "../../components/notice.ts";
import { rotateCredential } from "../../lib/api/credentials.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential, CredentialType, Field } from "../../lib/types.ts";

interface RotateDialogProps {
  credential: Credential;
  type: CredentialType;
  opened: boolean;
  onClose: () => void;
}

export const secretFields = (type: CredentialType | undefined): Field[] =>
  (type?.fields ?? []).filter((field) => field.secret);

const overlaps = [
  { value: "0", label: "Stop at once" },
  { value: "1", label: "1 hour" },
  { value: "24", label: "1 day" },
  { value: "168", label: "7 days" },
];

/** New secret values in the place of the old ones. Everything that uses the credential goes on with them. */
export function RotateDialog({ credential, type, opened, onClose }: RotateDialogProps) {
  const { id: org } = useOrganization();
  const forget = useForgetCredentials();
  const test = useTest();
  const [values, setValues] = useState<Record<string, string>>({});
  const [hours, setHours] = useState("24");
  const [insist, setInsist] = useState(false);
  const fields = secretFields(type);
  const given = fields.filter((field) => values[field.name]);
  const rotate = useMutation({
    mutationFn: () =>
      rotateCredential(org, credential.id, {
        version: credential.version,
        ...(type.incoming ? { previousSecretValidHours: Number(hours) } : {}),
        ...Object.fromEntries(given.map((field) => [field.name, values[field.name]])),
      }),
    onSuccess: async (rotated) => {
      notify({ title: "Credential rotated", message: `${rotated.name} uses the new value from now on.` });
      setValues({});
      setInsist(false);
      onClose();
      await forget();
      if (type.testable) test.mutate(rotated);
    },
  });
  const faults = faultsOf(rotate.error);
  const isOnly = fields.length === 1;
  const complete = given.length > 0 && given.every((field) => !faultOf(field, values[field.name] ?? ""));
  const save = () => {
    setInsist(true);
    if (complete) rotate.mutate();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={`Rotate ${credential.name}`} withCloseButton={false}>
      <Stack gap={16}>
        {fields.map((field) => (
          <FieldInput
            key={field.name}
            field={{
              ...field,
              label: `New ${field.label.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())}`,
              required: isOnly,
            }}
            destination={credential.destination}
            value={values[field.name] ?? ""}
            fault={faults[field.name]}
            insist={insist}
            onChange={(value) => setValues((old) => ({ ...old, [field.name]: value }))}
          />
        ))}
        {type.incoming && (
          <NativeSelect
            label="The old value still verifies for"
            description="Until then senders may use either."
            value={hours}
            onChange={(event) => setHours(event.currentTarget.value)}
            data={overlaps}
          />
        )}
        <FormProblem error={rotate.error} shown={fields.map((field) => field.name)} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={rotate.isPending} disabled={!isOnly && given.length === 0} onClick={save}>
            Rotate
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

import { Button, Group, NativeSelect, Skeleton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { credentialsQuery } from "../../lib/api/credentials.ts";
import { useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Field } from "../../lib/types.ts";
import { NewApp } from "./new-app.tsx";

interface AppFieldProps {
  field: Field;
  destination: string;
  /** What is wrong with it. */
  fault: string | undefined;
  value: string;
  onChange: (id: string) => void;
}

/** Which of the organization's own OAuth apps the sign-in is made with; a first one is made on the spot. */
export function AppField({ field, destination, fault, value, onChange }: AppFieldProps) {
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  const [opened, dialog] = useDisclosure(false);
  const query = useQuery(credentialsQuery(org, { type: field.credentialType, pageSize: 200 }));
  const apps = query.data?.data ?? [];
  const type = catalogue.type(destination, field.credentialType ?? "");
  const [first] = apps;
  useEffect(() => {
    if (!value && first) onChange(first.id);
  }, [value, first, onChange]);
  if (query.isPending) return <Skeleton height={60} radius={8} />;
  const options = apps.map((app) => ({ value: app.id, label: app.name }));
  return (
    <Group align="flex-end" gap={8} wrap="wrap">
      <NativeSelect
        label={field.label}
        description={field.help}
        error={fault}
        aria-required={true}
        inputWrapperOrder={["label", "description", "input", "error"]}
        style={{ flex: "1 1 220px" }}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={value ? options : [{ value: "", label: apps.length > 0 ? "Choose" : "No OAuth app yet" }, ...options]}
      />
      <Button variant="default" leftSection={<IconPlus size={16} />} onClick={dialog.open}>
        New OAuth app
      </Button>
      {type && (
        <NewApp
          type={type}
          destination={destination}
          opened={opened}
          onClose={dialog.close}
          onCreated={(app) => {
            dialog.close();
            onChange(app.id);
          }}
        />
      )}
    </Group>
  );
}

import { Autocomplete, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { faultsOf } from "../../components/faults.ts";
import { FormProblem } from "../../components/form-problem.tsx";
import { notify } from "../../components/notice.ts";
import { SearchSelect } from "../../components/search-select.tsx";
import {
  createExternalMapping,
  type ExternalMapping,
  type ExternalMappingForm,
  externalMappingsKey,
  mappingOptionsQuery,
  remoteValuesQuery,
  updateExternalMapping,
} from "../../lib/api/external-mappings.ts";
import { useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";

interface MappingDialogProps {
  opened: boolean;
  /** Undefined: a new one. */
  mapping?: ExternalMapping;
  /** What is known of a new one. */
  known?: Partial<ExternalMappingForm>;
  onClose: () => void;
}

const empty: ExternalMappingForm = {
  m3terEntity: "Account",
  m3terId: "",
  externalSystem: "",
  externalTable: "",
  externalId: "",
};
const fieldNames = Object.keys(empty);

export function MappingDialog({ opened, mapping, known, onClose }: MappingDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={mapping ? "Edit external mapping" : "Create external mapping"}
      closeOnClickOutside={false}
      withCloseButton={false}
    >
      <MappingForm key={mapping?.id} mapping={mapping} known={known} onClose={onClose} />
    </Modal>
  );
}

function MappingForm({ mapping, known, onClose }: Omit<MappingDialogProps, "opened">) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const catalogue = useCatalogue(org);
  const options = useQuery(mappingOptionsQuery(org)).data;
  const [form, setForm] = useState<ExternalMappingForm>(mapping ? formOf(mapping) : { ...empty, ...known });
  const save = useMutation({
    mutationFn: () =>
      mapping
        ? updateExternalMapping(org, mapping.id, {
            ...form,
            integrationConfigId: mapping.integrationConfigId,
            version: mapping.version,
          })
        : createExternalMapping(org, form),
    onSuccess: async () => {
      notify({
        title: `External mapping ${mapping ? "saved" : "created"}`,
        message: `${form.m3terEntity} ${form.m3terId}`,
      });
      onClose();
      await client.invalidateQueries({ queryKey: externalMappingsKey(org) });
    },
  });
  const faults = faultsOf(save.error);
  const change = (next: Partial<ExternalMappingForm>) => {
    if (save.error) save.reset();
    setForm((old) => ({ ...old, ...next }));
  };
  const tables = options?.externalSystems.find(({ name }) => name === form.externalSystem)?.tables ?? [];
  const complete = Object.values(form).every((value) => value.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (complete) save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={16}>
        <Autocomplete
          label="Entity"
          data-autofocus
          openOnFocus={false}
          data={options?.m3terEntities ?? []}
          comboboxProps={{ withinPortal: false }}
          value={form.m3terEntity}
          error={faults.m3terEntity}
          onChange={(m3terEntity) => change({ m3terEntity })}
        />
        <TextInput
          label="Entity ID"
          maxLength={200}
          value={form.m3terId}
          error={faults.m3terId}
          onChange={(event) => change({ m3terId: event.currentTarget.value })}
        />
        <SearchSelect
          label="External system"
          data={(options?.externalSystems ?? []).map(({ name }) => ({
            value: name,
            label: catalogue.destinationName(name),
          }))}
          value={form.externalSystem || null}
          error={faults.externalSystem}
          onChange={(externalSystem) => change({ externalSystem: externalSystem ?? "" })}
        />
        <Autocomplete
          label="Table"
          description="What the other side calls it, such as customer."
          data={tables}
          comboboxProps={{ withinPortal: false }}
          value={form.externalTable}
          error={faults.externalTable}
          onChange={(externalTable) => change({ externalTable })}
        />
        <ExternalIdField form={form} error={faults.externalId} onChange={(externalId) => change({ externalId })} />
        <FormProblem error={save.error} shown={fieldNames} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!complete}>
            {mapping ? "Save" : "Create external mapping"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const formOf = ({ m3terEntity, m3terId, externalSystem, externalTable, externalId }: ExternalMapping) => ({
  ...{ m3terEntity, m3terId, externalSystem },
  ...{ externalTable, externalId },
});

interface ExternalIdFieldProps {
  form: ExternalMappingForm;
  error: string | undefined;
  onChange: (externalId: string) => void;
}

/** Can be looked up there, where the system lists the table and a credential of it is kept. */
function ExternalIdField({ form, error, onChange }: ExternalIdFieldProps) {
  const { id: org } = useOrganization();
  const { externalSystem, m3terEntity, externalTable, externalId } = form;
  const [asked, ask] = useState<string>();
  const wanted = `${externalSystem} ${m3terEntity} ${externalTable}`;
  const canAsk = Boolean(externalSystem && m3terEntity.trim() && externalTable.trim());
  const values = useQuery({
    ...remoteValuesQuery(org, externalSystem, m3terEntity, externalTable),
    enabled: canAsk && asked === wanted,
  });
  const found = asked === wanted ? (values.data ?? []) : [];
  const names = new Map(found.map(({ id, name }) => [id, name]));
  return (
    <div>
      <Autocomplete
        label="External ID"
        description={values.isSuccess && found.length === 0 ? "The external system lists none." : undefined}
        data={found.map(({ id }) => id)}
        limit={50}
        comboboxProps={{ withinPortal: false }}
        renderOption={({ option }) => `${names.get(option.value) ?? ""} (${option.value})`}
        filter={({ options: all, search }) =>
          all.filter((one) => {
            const value = "value" in one ? one.value : "";
            return `${value} ${names.get(value) ?? ""}`.toLowerCase().includes(search.toLowerCase());
          })
        }
        value={externalId}
        error={error ?? (asked === wanted ? values.error?.message : undefined)}
        onChange={onChange}
      />
      <Button
        mt={8}
        variant="default"
        size="xs"
        disabled={!canAsk}
        loading={values.isFetching}
        onClick={() => ask(wanted)}
      >
        Look it up
      </Button>
    </div>
  );
}

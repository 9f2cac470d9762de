import { Anchor, Button, Input, Select, type SelectProps } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";

interface ChooseOrCreateProps extends Pick<SelectProps, "data" | "placeholder" | "value" | "error" | "renderOption"> {
  label: string;
  /** What it is for, where there is none to choose from. */
  purpose: string;
  /** Stands before the link as well. */
  note?: string;
  /** E.g. "Create credential". */
  createLabel: string;
  /** There is none, and this person may make one: the first step is offered instead of an empty list. */
  isFirst: boolean;
  mayCreate: boolean;
  onCreate: () => void;
  onChange: (id: string | null) => void;
}

/** A thing of the organization to choose, or to make in place. */
export function ChooseOrCreate(props: ChooseOrCreateProps) {
  const { label, purpose, note, createLabel, isFirst, mayCreate, onCreate, error, ...select } = props;
  if (isFirst)
    return (
      <Input.Wrapper label={label} labelElement="div" description={purpose} error={error}>
        <Button variant="default" fullWidth mt={6} leftSection={<IconPlus size={16} />} onClick={onCreate}>
          {createLabel}
        </Button>
      </Input.Wrapper>
    );
  return (
    <Select
      label={label}
      searchable
      description={
        mayCreate && (
          <>
            {note}{" "}
            <Anchor component="button" type="button" inherit onClick={onCreate}>
              {createLabel}
            </Anchor>
          </>
        )
      }
      error={error}
      comboboxProps={{ withinPortal: false }}
      {...select}
    />
  );
}

import { Anchor, Button, Input, Select, type SelectProps } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Dialog } from "../../components/dialog.tsx";
import { useOrganization } from "../../lib/organization.tsx";

interface ChooseOrCreateProps extends Pick<SelectProps, "data" | "placeholder" | "value" | "error" | "renderOption"> {
  label: string;
  /** It stands above already. */
  hideLabel?: boolean;
  /** What it is for, where there is none to choose from. */
  purpose: string;
  /** Stands before the link as well. */
  note?: string;
  /** E.g. "Create credential". */
  createLabel: string;
  /** There is none: the first step is offered instead of an empty list. */
  isFirst: boolean;
  /** What makes one, and chooses it by `done`. */
  form: (done: (id: string) => void, close: () => void) => ReactNode;
  /** The form is a dialog of its own. */
  hasDialog?: boolean;
  onChange: (id: string | null) => void;
}

/** A thing of the organization to choose, or to make in place by those who may. */
export function ChooseOrCreate(props: ChooseOrCreateProps) {
  const { access } = useOrganization();
  const [isCreating, creating] = useDisclosure(false);
  const done = (id: string) => {
    props.onChange(id);
    creating.close();
  };
  const form = isCreating && props.form(done, creating.close);
  return (
    <>
      <Choice {...props} mayCreate={access.manage} onCreate={creating.open} />
      {props.hasDialog ? (
        form
      ) : (
        <Dialog opened={isCreating} onClose={creating.close} title={props.createLabel}>
          {form}
        </Dialog>
      )}
    </>
  );
}

function Choice(props: ChooseOrCreateProps & { mayCreate: boolean; onCreate: () => void }) {
  const { label, hideLabel, purpose, note, createLabel, isFirst, mayCreate, onCreate, error } = props;
  const { data, placeholder, value, renderOption, onChange } = props;
  if (isFirst && mayCreate)
    return (
      <Input.Wrapper label={hideLabel ? undefined : label} labelElement="div" description={purpose} error={error}>
        <Button variant="default" fullWidth mt={6} leftSection={<IconPlus size={16} />} onClick={onCreate}>
          {createLabel}
        </Button>
      </Input.Wrapper>
    );
  return (
    <Select
      {...(hideLabel ? { "aria-label": label } : { label })}
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
      data={data}
      placeholder={placeholder}
      value={value}
      renderOption={renderOption}
      onChange={onChange}
      comboboxProps={{ withinPortal: false }}
    />
  );
}

import type { Ref } from "react";
import { Mark } from "../../components/mark.tsx";
import { SearchSelect } from "../../components/search-select.tsx";
import type { Catalogue } from "../../lib/api/systems.ts";
import classes from "./destination-select.module.css";

interface DestinationSelectProps {
  catalogue: Catalogue;
  value: string | null;
  error?: string;
  inputRef?: Ref<HTMLInputElement>;
  autoFocus?: boolean;
  onChange: (id: string | null) => void;
}

interface Group {
  group: string;
  items: { value: string; label: string }[];
}

function groupsOf({ systems }: Catalogue): Group[] {
  const groups = new Map<string, Group["items"]>();
  for (const { id, name, group } of systems.flatMap((system) => system.destinations)) {
    groups.set(group, [...(groups.get(group) ?? []), { value: id, label: name }]);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}

/** Every destination with its mark, in groups, found by typing. */
export function DestinationSelect({ catalogue, value, error, inputRef, autoFocus, onChange }: DestinationSelectProps) {
  return (
    <SearchSelect
      ref={inputRef}
      label="Destination"
      placeholder="Choose or type a system"
      data={groupsOf(catalogue)}
      value={value}
      error={error}
      onChange={onChange}
      autoFocus={autoFocus}
      maxDropdownHeight={320}
      nothingFoundMessage="No system has this name"
      leftSection={value ? <Mark system={catalogue.systemOf(value)} /> : undefined}
      leftSectionPointerEvents="none"
      renderOption={({ option }) => (
        <span className={classes.option}>
          <Mark system={catalogue.systemOf(option.value)} />
          <span>
            {option.label}
            {catalogue.destination(option.value)?.description && (
              <span className={classes.description}>{catalogue.destination(option.value)?.description}</span>
            )}
          </span>
        </span>
      )}
    />
  );
}

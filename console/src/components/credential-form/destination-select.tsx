import type { ComboboxItem, ComboboxItemGroup, OptionsFilter } from "@mantine/core";
import { type ClipboardEvent, type Ref, useMemo } from "react";
import type { Catalogue } from "../../lib/api/systems.ts";
import { Mark } from "../mark.tsx";
import { SearchSelect } from "../search-select.tsx";
import classes from "./destination-select.module.css";
import { type Recognition, recognised } from "./recognise.ts";

interface DestinationSelectProps {
  catalogue: Catalogue;
  value: string | null;
  error?: string;
  inputRef?: Ref<HTMLInputElement>;
  autoFocus?: boolean;
  onChange: (id: string | null) => void;
  /** A key was pasted where a system is asked for. */
  onRecognised?: (recognition: Recognition) => void;
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

/** What a destination is found by: its name, its system and its group, further words, its id. */
function wordsOf({ systems }: Catalogue): Map<string, string> {
  return new Map(
    systems.flatMap((system) =>
      system.destinations.map(({ id, name, group }) => [
        id,
        [name, system.name, group, id, ...system.keywords].join(" ").toLowerCase(),
      ]),
    ),
  );
}

/** Each typed word must be found; names that begin with what is typed come first within their group. */
function filterBy(words: Map<string, string>): OptionsFilter {
  return ({ options, search }) => {
    const wanted = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const fits = ({ value }: ComboboxItem) => wanted.every((word) => words.get(value)?.includes(word));
    const isStart = ({ label }: ComboboxItem) => label.toLowerCase().startsWith(wanted[0] ?? "");
    return (options as ComboboxItemGroup<ComboboxItem>[])
      .map(({ group, items }) => {
        const found = items.filter(fits);
        return { group, items: [...found.filter(isStart), ...found.filter((item) => !isStart(item))] };
      })
      .filter(({ items }) => items.length > 0)
      .toSorted((a, b) => Number(b.items.some(isStart)) - Number(a.items.some(isStart)));
  };
}

/** Every destination with its mark, in groups, found by typing or by pasting a key. */
export function DestinationSelect(props: DestinationSelectProps) {
  const { catalogue, value, error, inputRef, autoFocus, onChange, onRecognised } = props;
  const data = useMemo(() => groupsOf(catalogue), [catalogue]);
  const filter = useMemo(() => filterBy(wordsOf(catalogue)), [catalogue]);
  const pasted = (event: ClipboardEvent<HTMLInputElement>) => {
    const recognition = onRecognised && recognised(catalogue, event.clipboardData.getData("text"));
    if (!recognition) return;
    event.preventDefault();
    event.currentTarget.blur();
    onRecognised(recognition);
  };
  return (
    <SearchSelect
      ref={inputRef}
      label="Destination"
      placeholder="Choose a system, or paste a key"
      data={data}
      filter={filter}
      value={value}
      error={error}
      onChange={onChange}
      onPaste={pasted}
      autoFocus={autoFocus}
      maxDropdownHeight={360}
      nothingFoundMessage="No system has this name. Any API takes every key and password."
      leftSection={value ? <Mark system={catalogue.systemOf(value)} /> : undefined}
      leftSectionPointerEvents="none"
      renderOption={({ option }) => <Option catalogue={catalogue} id={option.value} name={option.label} />}
    />
  );
}

function Option({ catalogue, id, name }: { catalogue: Catalogue; id: string; name: string }) {
  const destination = catalogue.destination(id);
  return (
    <span className={classes.option}>
      <Mark system={catalogue.systemOf(id)} />
      <span>
        {name}
        {destination?.description && <span className={classes.description}>{destination.description}</span>}
      </span>
      {destination?.mode === "test" && <span className={classes.mode}>For tests</span>}
    </span>
  );
}

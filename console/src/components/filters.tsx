import { CloseButton, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import classes from "./filters.module.css";

interface SearchFilterProps {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** A search box that waits for a pause before it asks. */
export function SearchFilter({ label, value, onChange }: SearchFilterProps) {
  const [typed, setTyped] = useState(value ?? "");
  useEffect(() => setTyped((old) => (old.trim() === (value ?? "") ? old : (value ?? ""))), [value]);
  const settle = useDebouncedCallback((next: string) => onChange(next.trim() || undefined), 250);
  const change = (next: string) => {
    setTyped(next);
    settle(next);
  };
  return (
    <TextInput
      className={classes.search}
      size="xs"
      type="search"
      aria-label={label}
      placeholder={label}
      maxLength={200}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      leftSection={<IconSearch size={14} aria-hidden="true" />}
      rightSection={typed ? <CloseButton size={20} aria-label="Clear search" onClick={() => change("")} /> : null}
    />
  );
}

interface SelectFilterProps {
  label: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}

/** One filter as a drop-down; the label says what it filters while nothing is chosen. */
export function SelectFilter({ label, value, options, onChange }: SelectFilterProps) {
  return (
    <Select
      className={classes.select}
      data-chosen={value !== undefined}
      size="xs"
      aria-label={label}
      placeholder={label}
      data={options}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      clearable
      clearButtonProps={{ "aria-label": `Clear ${label.toLowerCase()}` }}
      comboboxProps={{ width: "max-content", position: "bottom-start", shadow: "md" }}
    />
  );
}

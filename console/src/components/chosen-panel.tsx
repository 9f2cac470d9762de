import { ActionIcon, Button, Skeleton, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { Link, type LinkProps } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import classes from "./chosen-panel.module.css";
import { ErrorState } from "./error-state.tsx";
import { Panel } from "./panel.tsx";
import { SearchSelect } from "./search-select.tsx";

export interface Choice {
  id: string;
  name: string;
}

/** A change of what is chosen, as a mutation. */
interface Change<T> {
  isPending: boolean;
  variables: T | undefined;
  mutate: (choice: T, options?: { onSuccess: () => void }) => void;
}

interface ChosenPanelProps<T extends Choice> {
  title: string;
  hint: ReactNode;
  /** Instead of the list while it is empty. */
  none: ReactNode;
  /** Names the list, e.g. "Attached policies". */
  label: string;
  chosen: UseQueryResult<T[]>;
  linkTo: (choice: T) => LinkProps;
  canChange: boolean;
  add: AddWords & { change: Change<T>; all: () => UseQueryResult<T[]> };
  remove: { verb: string; change: Change<T> };
}

interface AddWords {
  /** Names the drop-down, e.g. "Policy to attach". */
  label: string;
  verb: string;
  placeholder: string;
  /** Instead of the placeholder when there is nothing left to choose. */
  exhausted: string;
  nothingFound: string;
}

/** Things that belong to the page's one, each with its page, and a way to add and remove them. */
export function ChosenPanel<T extends Choice>(props: ChosenPanelProps<T>) {
  const { title, hint, none, label, chosen, linkTo, canChange, add, remove } = props;
  const choices = chosen.data ?? [];
  return (
    <Panel title={title} hint={hint}>
      {chosen.isPending && <Skeleton height={44} />}
      {chosen.isError && <ErrorState error={chosen.error} onRetry={() => void chosen.refetch()} />}
      {chosen.isSuccess && choices.length === 0 && <p className={classes.none}>{none}</p>}
      <ul className={classes.chosen} aria-label={label}>
        {choices.map((choice) => (
          <li key={choice.id}>
            <Link {...linkTo(choice)}>{choice.name}</Link>
            {canChange && (
              <Tooltip label={remove.verb}>
                <ActionIcon
                  aria-label={`${remove.verb} ${choice.name}`}
                  loading={remove.change.isPending && remove.change.variables?.id === choice.id}
                  onClick={() => remove.change.mutate(choice)}
                >
                  <IconX size={16} />
                </ActionIcon>
              </Tooltip>
            )}
          </li>
        ))}
      </ul>
      {canChange && chosen.isSuccess && <AddForm add={add} chosen={choices} />}
    </Panel>
  );
}

function AddForm<T extends Choice>({ add, chosen }: { add: ChosenPanelProps<T>["add"]; chosen: T[] }) {
  const all = add.all();
  const [picked, pick] = useState<string | null>(null);
  const free = (all.data ?? []).filter((choice) => !chosen.some((one) => one.id === choice.id));
  const choice = free.find((one) => one.id === picked);
  return (
    <div className={classes.add}>
      <SearchSelect
        aria-label={add.label}
        placeholder={all.isSuccess && free.length === 0 ? add.exhausted : add.placeholder}
        data={free.map(({ id, name }) => ({ value: id, label: name }))}
        value={choice ? picked : null}
        onChange={pick}
        nothingFoundMessage={add.nothingFound}
      />
      <Button
        variant="default"
        disabled={!choice}
        loading={add.change.isPending}
        onClick={() => choice && add.change.mutate(choice, { onSuccess: () => pick(null) })}
      >
        {add.verb}
      </Button>
    </div>
  );
}

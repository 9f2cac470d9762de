import { Modal } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import classes from "./palette.module.css";
import { type PaletteItem, usePaletteItems } from "./palette-items.ts";

interface PaletteDialogProps {
  opened: boolean;
  onClose: () => void;
}

export default function PaletteDialog({ opened, onClose }: PaletteDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      centered={false}
      yOffset="12vh"
      size={560}
      padding={0}
      attributes={{ content: { "aria-label": "Search pages, actions and credentials" } }}
      classNames={{ content: classes.content }}
    >
      <PaletteSearch onClose={onClose} />
    </Modal>
  );
}

function PaletteSearch({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const items = usePaletteItems(typed, true);
  const active = Math.min(at, items.length - 1);
  const go = (item: PaletteItem | undefined) => {
    if (!item) return;
    onClose();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const move = moves[event.key];
    if (move && items.length > 0) {
      event.preventDefault();
      setAt((active + move + items.length) % items.length);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      go(items[active]);
    }
  };
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [id, active]);
  return (
    <>
      <div className={classes.search}>
        <IconSearch size={16} aria-hidden="true" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={items.length > 0 ? `${id}-${active}` : undefined}
          aria-label="Search pages, actions and credentials"
          placeholder="Search pages, actions and credentials"
          value={typed}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={classes.items} role="listbox" id={id} aria-label="Results">
        {items.map((item, index) => (
          <PaletteRow
            key={item.id}
            id={`${id}-${index}`}
            item={item}
            heading={items[index - 1]?.group !== item.group}
            active={index === active}
            onPoint={() => setAt(index)}
            onPick={() => go(item)}
          />
        ))}
      </div>
      {items.length === 0 && (
        <p className={classes.none}>Nothing matches. Try a page, an action or a credential's name.</p>
      )}
    </>
  );
}

interface PaletteRowProps {
  id: string;
  item: PaletteItem;
  heading: boolean;
  active: boolean;
  onPoint: () => void;
  onPick: () => void;
}

function PaletteRow({ id, item, heading, active, onPoint, onPick }: PaletteRowProps) {
  return (
    <>
      {heading && (
        <div className={classes.group} role="presentation">
          {item.group}
        </div>
      )}
      <div
        id={id}
        role="option"
        tabIndex={-1}
        aria-selected={active}
        className={classes.item}
        onMouseMove={onPoint}
        onClick={onPick}
        onKeyDown={() => {}}
      >
        <span>{item.label}</span>
        {item.hint && <span className={classes.hint}>{item.hint}</span>}
      </div>
    </>
  );
}

import { Button, Menu, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { StepFunction } from "../../../lib/api/workflow-shapes.ts";

interface AddStepProps {
  functions: StepFunction[];
  /** Where it will stand: "after Get the customer". */
  where: string;
  onAdd: (fn: StepFunction) => void;
}

/** What a step can do, by kind, found by typing. */
export function AddStep({ functions, where, onAdd }: AddStepProps) {
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = functions.filter(({ name, summary, category }) => {
    const text = `${name} ${summary} ${category}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const take = (fn: StepFunction) => {
    setOpen(false);
    setTyped("");
    onAdd(fn);
  };
  const categories = [...new Set(fitting.map(({ category }) => category))];
  return (
    <Menu
      position="bottom-start"
      width={320}
      opened={isOpen}
      onChange={setOpen}
      onClose={() => setTyped("")}
      trapFocus={false}
    >
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconPlus size={14} />}>
          Add step {where}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: "auto" }}>
        <TextInput
          size="xs"
          m={4}
          aria-label="Find a function"
          placeholder="Find a function"
          autoFocus
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && fitting[0]) take(fitting[0]);
          }}
        />
        {categories.map((category) => (
          <div key={category}>
            <Menu.Label>{category}</Menu.Label>
            {fitting
              .filter((fn) => fn.category === category)
              .map((fn) => (
                <Menu.Item key={fn.id} onClick={() => take(fn)}>
                  {fn.name}
                </Menu.Item>
              ))}
          </div>
        ))}
        {fitting.length === 0 && <Menu.Label>No function has this name</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}

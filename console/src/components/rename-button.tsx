import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { sentence } from "../lib/words.ts";
import { NameDialog } from "./name-dialog.tsx";
import { notify } from "./notice.ts";

interface RenameButtonProps<Thing> {
  /** As in a sentence: "user group". */
  what: string;
  name: string;
  hint?: string;
  rename: (name: string) => Promise<Thing>;
  /** Brings what shows the name up to date. */
  onRenamed: (thing: Thing) => unknown;
}

/** Asks for another name and saves it. */
export function RenameButton<Thing extends { name: string }>(props: RenameButtonProps<Thing>) {
  const { what, name, hint, rename, onRenamed } = props;
  const [opened, dialog] = useDisclosure(false);
  const save = useMutation({
    mutationFn: rename,
    onSuccess: async (thing) => {
      notify({ title: `${sentence(what)} renamed`, message: thing.name });
      dialog.close();
      await onRenamed(thing);
    },
  });
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} />} onClick={dialog.open}>
        Rename
      </Button>
      <NameDialog
        opened={opened}
        title={`Rename ${what}`}
        hint={hint}
        initial={name}
        submitLabel="Rename"
        pending={save.isPending}
        error={save.error}
        onSubmit={(given) => save.mutate(given)}
        onClose={() => {
          save.reset();
          dialog.close();
        }}
      />
    </>
  );
}

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { notify } from "../../components/notice.ts";
import { dataKeysKey, makeDataKey } from "../../lib/api/data-keys.ts";
import { useOrganization } from "../../lib/organization.tsx";

/** Replaces the data key in use, after saying what that does. */
export function NewDataKey() {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const [asking, dialog] = useDisclosure(false);
  const make = useMutation({
    mutationFn: () => makeDataKey(org),
    onSuccess: async ({ generation }) => {
      notify({ title: "Data key made", message: `Generation ${generation} is in use.` });
      dialog.close();
      await client.invalidateQueries({ queryKey: dataKeysKey(org) });
    },
  });
  return (
    <>
      <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={dialog.open}>
        Make a new data key
      </Button>
      <ConfirmDialog
        opened={asking}
        title="Make a new data key?"
        confirmLabel="Make data key"
        danger={false}
        pending={make.isPending}
        error={make.error}
        onConfirm={() => make.mutate()}
        onClose={() => {
          make.reset();
          dialog.close();
        }}
      >
        New secrets are sealed with it at once. The older ones are sealed anew in the background; nothing stops working
        meanwhile. The old key is kept, because a backup of the database still needs it.
      </ConfirmDialog>
    </>
  );
}

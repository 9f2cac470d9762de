import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { NameDialog } from "../components/name-dialog.tsx";
import { notify } from "../components/notice.ts";
import { createOrganization, sessionQuery } from "../lib/session.ts";

/** Makes another organization and goes there. */
export function NewOrganization({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const create = useMutation({
    mutationFn: createOrganization,
    onSuccess: async (organization) => {
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
      notify({ title: "Organization created", message: organization.name });
      onClose();
      await navigate({ to: "/systems", search: { org: organization.id } });
    },
  });
  return (
    <NameDialog
      opened={opened}
      title="Create organization"
      hint="It has its own credentials, webhooks, users and keys. You become its administrator."
      submitLabel="Create organization"
      pending={create.isPending}
      error={create.error}
      onSubmit={(name) => create.mutate(name)}
      onClose={() => {
        create.reset();
        onClose();
      }}
    />
  );
}

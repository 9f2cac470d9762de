import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CopyId } from "../../components/copy.tsx";
import { ErrorPage } from "../../components/error-state.tsx";
import { NameDialog } from "../../components/name-dialog.tsx";
import { notify } from "../../components/notice.ts";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { organizationKey, organizationQuery, renameOrganization } from "../../lib/api/organization.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { sessionQuery } from "../../lib/session.ts";
import type { OrganizationDetails } from "../../lib/types.ts";
import { ApiPanel } from "./api-panel.tsx";
import { BelongingPanel } from "./belonging-panel.tsx";
import { ElsewherePanel } from "./elsewhere-panel.tsx";
import classes from "./organization.module.css";

export function OrganizationPage() {
  const { id: org } = useOrganization();
  const query = useQuery(organizationQuery(org));
  if (query.isPending) return <PageSkeleton title="Organization" />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return <Details organization={query.data} />;
}

function Details({ organization }: { organization: OrganizationDetails }) {
  const { access } = useOrganization();
  const [renaming, rename] = useDisclosure(false);
  return (
    <Page
      title="Organization"
      heading={organization.name}
      width="detail"
      lead={
        <span className={classes.lead}>
          <CopyId id={organization.id} whole />
          <span>
            Created <RelativeTime time={organization.dtCreated} />
          </span>
        </span>
      }
      actions={
        access.administer && (
          <Button variant="default" leftSection={<IconPencil size={16} />} onClick={rename.open}>
            Rename
          </Button>
        )
      }
    >
      <BelongingPanel organization={organization} />
      <ApiPanel organization={organization} />
      <ElsewherePanel />
      <Rename organization={organization} opened={renaming} onClose={rename.close} />
    </Page>
  );
}

interface RenameProps {
  organization: OrganizationDetails;
  opened: boolean;
  onClose: () => void;
}

function Rename({ organization, opened, onClose }: RenameProps) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (name: string) => renameOrganization(organization, name),
    onSuccess: (saved) => {
      client.setQueryData(organizationKey(saved.id), saved);
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      notify({ title: "Organization renamed", message: saved.name });
      onClose();
    },
  });
  return (
    <NameDialog
      opened={opened}
      title="Rename organization"
      hint="Its ID stays, so programs that use it go on working."
      initial={organization.name}
      submitLabel="Rename"
      pending={save.isPending}
      error={save.error}
      onSubmit={(name) => save.mutate(name)}
      onClose={() => {
        save.reset();
        onClose();
      }}
    />
  );
}

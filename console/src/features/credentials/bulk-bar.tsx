import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlayerPlay, IconTrash, IconX } from "@tabler/icons-react";
import { BarEnd } from "../../components/list-frame.tsx";
import { useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential } from "../../lib/types.ts";
import { BulkDelete } from "./bulk-delete.tsx";
import { useBulkTest } from "./use-bulk.ts";

interface BulkBarProps {
  credentials: Credential[];
  onDone: () => void;
}

/** What can be done with the selected rows. */
export function BulkBar({ credentials, onDone }: BulkBarProps) {
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  const [asking, dialog] = useDisclosure(false);
  const test = useBulkTest();
  const testable = credentials.filter(
    (one) => one.status !== "DISABLED" && catalogue.type(one.destination, one.type)?.testable,
  );
  return (
    <>
      <strong>{credentials.length} selected</strong>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlayerPlay size={14} />}
        loading={test.isPending}
        disabled={testable.length === 0}
        onClick={() => test.mutate(testable)}
      >
        Test {testable.length > 0 ? testable.length : ""}
      </Button>
      <Button size="xs" variant="default" leftSection={<IconTrash size={14} />} onClick={dialog.open}>
        Delete {credentials.length}
      </Button>
      <BarEnd>
        <Button size="xs" variant="subtle" color="gray" leftSection={<IconX size={14} />} onClick={onDone}>
          Clear selection
        </Button>
      </BarEnd>
      <BulkDelete credentials={credentials} opened={asking} onClose={dialog.close} onDone={onDone} />
    </>
  );
}

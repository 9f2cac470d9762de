import { IconBuilding } from "@tabler/icons-react";
import { EmptyState } from "../components/empty-state.tsx";
import { useTitle } from "../components/page.tsx";

export function NoOrganization() {
  useTitle("No organization");
  return (
    <main>
      <EmptyState heading="h1" icon={<IconBuilding size={20} />} title="You belong to no organization">
        Ask an administrator to add you, then reload this page.
      </EmptyState>
    </main>
  );
}

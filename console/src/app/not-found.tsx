import { IconMapSearch } from "@tabler/icons-react";
import { EmptyState } from "../components/empty-state.tsx";
import { LinkButton } from "../components/links.tsx";
import { useTitle } from "../components/page.tsx";

export function NotFound() {
  useTitle("Page not found");
  return (
    <main>
      <EmptyState
        heading="h1"
        icon={<IconMapSearch size={20} />}
        title="There is no page at this address"
        action={
          <LinkButton to="/systems" variant="default">
            Go to All systems
          </LinkButton>
        }
      >
        Check the address, or start from the navigation.
      </EmptyState>
    </main>
  );
}

import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { credentialsQuery } from "../lib/api/credentials.ts";
import { useCatalogue } from "../lib/api/systems.ts";
import { useOrganization } from "../lib/organization.tsx";
import { places } from "./places.ts";

export interface PaletteItem {
  id: string;
  group: "Pages" | "Actions" | "Credentials" | "Systems";
  label: string;
  hint?: string;
  run: () => void;
}

const matches = (label: string, words: string[]) => {
  const text = label.toLowerCase();
  return words.every((word) => text.includes(word));
};

/** Everything that fits what is typed; credentials are asked of the server. */
export function usePaletteItems(typed: string, opened: boolean): PaletteItem[] {
  const { id: org } = useOrganization();
  const { navigate } = useRouter();
  const catalogue = useCatalogue(org);
  const [q] = useDebouncedValue(typed.trim(), 150);
  const found = useQuery({ ...credentialsQuery(org, { q, pageSize: 6 }), enabled: opened && q.length > 0 });
  const items: PaletteItem[] = [];
  for (const { section, items: pages } of places) {
    for (const { label, to } of pages.flatMap((page) => page.lists ?? [page])) {
      items.push({ id: to, group: "Pages", label, hint: section, run: () => void navigate({ to }) });
    }
  }
  items.push(
    {
      id: "new-credential",
      group: "Actions",
      label: "Create credential",
      run: () => void navigate({ to: "/credentials/new" }),
    },
    {
      id: "new-webhook",
      group: "Actions",
      label: "Create incoming webhook",
      run: () => void navigate({ to: "/incoming-webhooks/new" }),
    },
    {
      id: "new-outgoing-webhook",
      group: "Actions",
      label: "Create outgoing webhook",
      run: () => void navigate({ to: "/outgoing-webhooks/new" }),
    },
    {
      id: "new-rule",
      group: "Actions",
      label: "Create notification rule",
      run: () => void navigate({ to: "/notification-rules/new" }),
    },
    {
      id: "new-event-type",
      group: "Actions",
      label: "Create event type",
      run: () => void navigate({ to: "/event-types/new" }),
    },
    {
      id: "new-workflow",
      group: "Actions",
      label: "Create workflow",
      run: () => void navigate({ to: "/workflows/new" }),
    },
    {
      id: "new-user-group",
      group: "Actions",
      label: "Create user group",
      run: () => void navigate({ to: "/settings/user-groups/new" }),
    },
    {
      id: "new-service-user",
      group: "Actions",
      label: "Create service user",
      run: () => void navigate({ to: "/settings/service-users/new" }),
    },
    {
      id: "new-policy",
      group: "Actions",
      label: "Create permission policy",
      run: () => void navigate({ to: "/settings/permission-policies/new" }),
    },
  );
  for (const system of catalogue.systems) {
    items.push({
      id: `system-${system.id}`,
      group: "Systems",
      label: `${system.name} Integrations`,
      run: () => void navigate({ to: "/systems/$systemId", params: { systemId: system.id } }),
    });
  }
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = items.filter((item) => matches(`${item.label} ${item.hint ?? ""}`, words));
  if (!typed.trim()) return fitting.filter((item) => item.group !== "Systems");
  const credentials = (found.data?.data ?? []).map(
    (credential): PaletteItem => ({
      id: credential.id,
      group: "Credentials",
      label: credential.name,
      hint: catalogue.destinationName(credential.destination),
      run: () => void navigate({ to: "/credentials/$credentialId", params: { credentialId: credential.id } }),
    }),
  );
  return [...fitting, ...credentials];
}

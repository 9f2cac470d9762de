import type { Icon } from "@tabler/icons-react";
import {
  IconAlertTriangle,
  IconArrowsLeftRight,
  IconArrowsTransferUp,
  IconBell,
  IconBolt,
  IconBuilding,
  IconFileDescription,
  IconHistory,
  IconKey,
  IconLayoutGrid,
  IconLock,
  IconPlayerPlay,
  IconRoute,
  IconSend,
  IconTemplate,
  IconTransform,
  IconUsers,
  IconVariable,
  IconWebhook,
} from "@tabler/icons-react";
import type { LinkProps } from "@tanstack/react-router";
import { accessPlaces } from "../lib/access-places.ts";

interface Place {
  label: string;
  to: NonNullable<LinkProps["to"]>;
  icon: Icon;
  /** Lists that share the place, the first of them behind its link. */
  lists?: readonly { label: string; to: NonNullable<LinkProps["to"]> }[];
}

/** The places of the left navigation, in their order. */
export const places: { section: string; items: Place[] }[] = [
  {
    section: "Integrations",
    items: [
      { label: "All systems", to: "/systems", icon: IconLayoutGrid },
      { label: "Credentials", to: "/credentials", icon: IconKey },
      { label: "Incoming webhooks", to: "/incoming-webhooks", icon: IconWebhook },
      { label: "Outgoing webhooks", to: "/outgoing-webhooks", icon: IconSend },
      { label: "Integration runs", to: "/integration-runs", icon: IconArrowsTransferUp },
      { label: "Integration events", to: "/integration-events", icon: IconAlertTriangle },
      { label: "External mappings", to: "/external-mappings", icon: IconArrowsLeftRight },
    ],
  },
  {
    section: "Workflows",
    items: [
      { label: "Workflows", to: "/workflows", icon: IconRoute },
      { label: "Runs", to: "/workflow-runs", icon: IconPlayerPlay },
      { label: "Templates", to: "/workflow-templates", icon: IconTemplate },
      { label: "Global parameters", to: "/workflow-parameters", icon: IconVariable },
      { label: "Transformations", to: "/transformations", icon: IconTransform },
    ],
  },
  {
    section: "Notifications",
    items: [
      { label: "Notification rules", to: "/notification-rules", icon: IconBell },
      { label: "Events", to: "/events", icon: IconBolt },
      { label: "Event types", to: "/event-types", icon: IconFileDescription },
    ],
  },
  {
    section: "Settings",
    items: [
      { label: "Access", to: "/settings/users", icon: IconUsers, lists: accessPlaces },
      { label: "Organization", to: "/settings/organization", icon: IconBuilding },
      { label: "Keys", to: "/settings/keys", icon: IconLock },
      { label: "Audit", to: "/settings/audit", icon: IconHistory },
    ],
  },
];

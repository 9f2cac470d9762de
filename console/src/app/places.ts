import {
  IconAlertTriangle,
  IconArrowsLeftRight,
  IconArrowsTransferUp,
  IconBell,
  IconBolt,
  IconFileDescription,
  IconHistory,
  IconKey,
  IconLayoutGrid,
  IconPlayerPlay,
  IconRobot,
  IconRoute,
  IconSend,
  IconShieldLock,
  IconTemplate,
  IconTransform,
  IconUsers,
  IconUsersGroup,
  IconVariable,
  IconWebhook,
} from "@tabler/icons-react";

/** The places of the left navigation, in their order. */
export const places = [
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
      { label: "Users", to: "/settings/users", icon: IconUsers },
      { label: "User groups", to: "/settings/user-groups", icon: IconUsersGroup },
      { label: "Service users", to: "/settings/service-users", icon: IconRobot },
      { label: "Permission policies", to: "/settings/permission-policies", icon: IconShieldLock },
      { label: "Audit", to: "/settings/audit", icon: IconHistory },
    ],
  },
] as const;

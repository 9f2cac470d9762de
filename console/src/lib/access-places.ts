/** Who may do what: one place of the navigation with a list for each. */
export const accessPlaces = [
  { label: "Users", to: "/settings/users" },
  { label: "User groups", to: "/settings/user-groups" },
  { label: "Service users", to: "/settings/service-users" },
  { label: "Permission policies", to: "/settings/permission-policies" },
] as const;

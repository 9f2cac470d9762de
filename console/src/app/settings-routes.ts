import { createRoute } from "@tanstack/react-router";
import { present, text } from "../lib/search.ts";
import { lazyPage } from "./lazy-page.ts";
import { shellRoute } from "./root-routes.ts";

const paged = (search: Record<string, unknown>) => present({ after: text(search.after) });

const usersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/users",
  validateSearch: paged,
  component: lazyPage(() => import("../features/users/users-page.tsx"), "UsersPage"),
});

const userRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/users/$userId",
  component: lazyPage(() => import("../features/users/user-page.tsx"), "UserPage"),
});

const userGroupsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/user-groups",
  validateSearch: paged,
  component: lazyPage(() => import("../features/user-groups/user-groups-page.tsx"), "UserGroupsPage"),
});

const newUserGroupRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/user-groups/new",
  component: lazyPage(() => import("../features/user-groups/new-user-group-page.tsx"), "NewUserGroupPage"),
});

const userGroupRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/user-groups/$userGroupId",
  component: lazyPage(() => import("../features/user-groups/user-group-page.tsx"), "UserGroupPage"),
});

const serviceUsersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/service-users",
  validateSearch: paged,
  component: lazyPage(() => import("../features/service-users/service-users-page.tsx"), "ServiceUsersPage"),
});

const newServiceUserRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/service-users/new",
  component: lazyPage(() => import("../features/service-users/new-service-user-page.tsx"), "NewServiceUserPage"),
});

const serviceUserRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/service-users/$serviceUserId",
  component: lazyPage(() => import("../features/service-users/service-user-page.tsx"), "ServiceUserPage"),
});

const policiesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/permission-policies",
  validateSearch: paged,
  component: lazyPage(() => import("../features/permission-policies/policies-page.tsx"), "PoliciesPage"),
});

const newPolicyRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/permission-policies/new",
  component: lazyPage(() => import("../features/permission-policies/new-policy-page.tsx"), "NewPolicyPage"),
});

const policyRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/permission-policies/$policyId",
  component: lazyPage(() => import("../features/permission-policies/policy-page.tsx"), "PolicyPage"),
});

const organizationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/organization",
  component: lazyPage(() => import("../features/organization/organization-page.tsx"), "OrganizationPage"),
});

const dataKeysRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/keys",
  validateSearch: paged,
  component: lazyPage(() => import("../features/data-keys/data-keys-page.tsx"), "DataKeysPage"),
});

const auditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/audit",
  validateSearch: paged,
  component: lazyPage(() => import("../features/audit/audit-page.tsx"), "AuditPage"),
});

export const settingsRoutes = [
  usersRoute,
  userRoute,
  userGroupsRoute,
  newUserGroupRoute,
  userGroupRoute,
  serviceUsersRoute,
  newServiceUserRoute,
  serviceUserRoute,
  policiesRoute,
  newPolicyRoute,
  policyRoute,
  organizationRoute,
  dataKeysRoute,
  auditRoute,
] as const;

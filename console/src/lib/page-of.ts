import type { LinkProps } from "@tanstack/react-router";

/** The page of each kind of thing, by the noun that the API calls it by. */
const pages: Record<string, (id: string) => LinkProps> = {
  credential: (credentialId) => ({ to: "/credentials/$credentialId", params: { credentialId } }),
  incomingwebhook: (webhookId) => ({ to: "/incoming-webhooks/$webhookId", params: { webhookId } }),
  webhook: (webhookId) => ({ to: "/outgoing-webhooks/$webhookId", params: { webhookId } }),
  notificationrule: (ruleId) => ({ to: "/notification-rules/$ruleId", params: { ruleId } }),
  event: (eventId) => ({ to: "/events/$eventId", params: { eventId } }),
  eventtype: (eventTypeId) => ({ to: "/event-types/$eventTypeId", params: { eventTypeId } }),
  integration: (integrationId) => ({ to: "/integrations/$integrationId", params: { integrationId } }),
  integrationrun: (runId) => ({ to: "/integration-runs/$runId", params: { runId } }),
  workflow: (workflowId) => ({ to: "/workflows/$workflowId", params: { workflowId } }),
  workflowrun: (runId) => ({ to: "/workflow-runs/$runId", params: { runId } }),
  user: (userId) => ({ to: "/settings/users/$userId", params: { userId } }),
  usergroup: (userGroupId) => ({ to: "/settings/user-groups/$userGroupId", params: { userGroupId } }),
  serviceuser: (serviceUserId) => ({ to: "/settings/service-users/$serviceUserId", params: { serviceUserId } }),
  accesskey: (serviceUserId) => ({ to: "/settings/service-users/$serviceUserId", params: { serviceUserId } }),
  permissionpolicy: (policyId) => ({ to: "/settings/permission-policies/$policyId", params: { policyId } }),
  datakey: () => ({ to: "/settings/keys" }),
  organization: () => ({ to: "/settings/organization" }),
};

/** Undefined for what has no page of its own. */
export const pageOf = (noun: string, id: string): LinkProps | undefined => pages[noun]?.(id);

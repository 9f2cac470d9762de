import type { Operation } from "../define/operation.ts";
import auditList from "./audit/list.ts";
import brokerRequest from "./broker/request.ts";
import credentialsAudit from "./credentials/audit.ts";
import credentialsChoose from "./credentials/choose.ts";
import credentialsMakeConnectLink from "./credentials/connect-link.ts";
import credentialsCreate from "./credentials/create.ts";
import credentialsDelete from "./credentials/delete.ts";
import credentialsDisable from "./credentials/disable.ts";
import credentialsEnable from "./credentials/enable.ts";
import credentialsGet from "./credentials/get.ts";
import credentialsList from "./credentials/list.ts";
import credentialsRestore from "./credentials/restore.ts";
import credentialsRotate from "./credentials/rotate.ts";
import credentialsSignIn from "./credentials/sign-in.ts";
import credentialsTest from "./credentials/test.ts";
import credentialsUpdate from "./credentials/update.ts";
import credentialsUsage from "./credentials/usage.ts";
import dataKeysCreate from "./data-keys/create.ts";
import dataKeysList from "./data-keys/list.ts";
import deliveriesCounts from "./deliveries/counts.ts";
import deliveriesGet from "./deliveries/get.ts";
import deliveriesList from "./deliveries/list.ts";
import deliveriesReplay from "./deliveries/replay.ts";
import deliveriesReplayMany from "./deliveries/replay-many.ts";
import eventTypesCreate from "./event-types/create.ts";
import eventTypesDelete from "./event-types/delete.ts";
import eventTypesGet from "./event-types/get.ts";
import eventTypesList from "./event-types/list.ts";
import eventTypesUpdate from "./event-types/update.ts";
import eventsAction from "./events/action.ts";
import eventsFields from "./events/fields.ts";
import eventsGet from "./events/get.ts";
import eventsList from "./events/list.ts";
import eventsPublish from "./events/publish.ts";
import eventsTypes from "./events/types.ts";
import eventsUnaction from "./events/unaction.ts";
import externalMappingsConfiguration from "./external-mappings/configuration.ts";
import externalMappingsCreate from "./external-mappings/create.ts";
import externalMappingsDelete from "./external-mappings/delete.ts";
import externalMappingsGet from "./external-mappings/get.ts";
import externalMappingsList from "./external-mappings/list.ts";
import externalMappingsListByEntity from "./external-mappings/list-by-entity.ts";
import externalMappingsListByExternal from "./external-mappings/list-by-external.ts";
import externalMappingsUpdate from "./external-mappings/update.ts";
import externalMappingsValues from "./external-mappings/values.ts";
import externalMappingsValuesOfCredential from "./external-mappings/values-of-credential.ts";
import incomingWebhooksCreate from "./incoming-webhooks/create.ts";
import incomingWebhooksDelete from "./incoming-webhooks/delete.ts";
import incomingWebhooksGet from "./incoming-webhooks/get.ts";
import incomingWebhooksList from "./incoming-webhooks/list.ts";
import incomingWebhooksSample from "./incoming-webhooks/sample.ts";
import incomingWebhooksSendSample from "./incoming-webhooks/send-sample.ts";
import incomingWebhooksUpdate from "./incoming-webhooks/update.ts";
import integrationConfigurationsAvailable from "./integration-configurations/available.ts";
import integrationConfigurationsAvailableAuth from "./integration-configurations/available-auth.ts";
import integrationConfigurationsAvailableEntities from "./integration-configurations/available-entities.ts";
import integrationConfigurationsAvailableSystems from "./integration-configurations/available-systems.ts";
import integrationConfigurationsCreate from "./integration-configurations/create.ts";
import integrationConfigurationsDelete from "./integration-configurations/delete.ts";
import integrationConfigurationsDisable from "./integration-configurations/disable.ts";
import integrationConfigurationsEnable from "./integration-configurations/enable.ts";
import integrationConfigurationsGet from "./integration-configurations/get.ts";
import integrationConfigurationsGetByEntity from "./integration-configurations/get-by-entity.ts";
import integrationConfigurationsList from "./integration-configurations/list.ts";
import integrationConfigurationsOptionValues from "./integration-configurations/option-values.ts";
import integrationConfigurationsPresets from "./integration-configurations/presets.ts";
import integrationConfigurationsPreview from "./integration-configurations/preview.ts";
import integrationConfigurationsGetSettings from "./integration-configurations/settings.ts";
import integrationConfigurationsUpdate from "./integration-configurations/update.ts";
import integrationConfigurationsUpdateSettings from "./integration-configurations/update-settings.ts";
import integrationRunsGet from "./integration-runs/get.ts";
import integrationRunsLatest from "./integration-runs/latest.ts";
import integrationRunsLatestOfSeveral from "./integration-runs/latest-of-several.ts";
import integrationRunsList from "./integration-runs/list.ts";
import integrationRunsListByDestination from "./integration-runs/list-by-destination.ts";
import integrationRunsListByEntity from "./integration-runs/list-by-entity.ts";
import integrationRunsLog from "./integration-runs/log.ts";
import integrationRunsReplay from "./integration-runs/replay.ts";
import messagesGet from "./messages/get.ts";
import messagesList from "./messages/list.ts";
import messagesReplay from "./messages/replay.ts";
import messagesReplayById from "./messages/replay-by-id.ts";
import messagesVerify from "./messages/verify.ts";
import messagesVerifyById from "./messages/verify-by-id.ts";
import notificationsCreate from "./notifications/create.ts";
import notificationsDelete from "./notifications/delete.ts";
import notificationsEvaluate from "./notifications/evaluate.ts";
import notificationsGet from "./notifications/get.ts";
import notificationsList from "./notifications/list.ts";
import notificationsUpdate from "./notifications/update.ts";
import organizationsGet from "./organizations/get.ts";
import organizationsUpdate from "./organizations/update.ts";
import outgoingWebhooksActivate from "./outgoing-webhooks/activate.ts";
import outgoingWebhooksCreate from "./outgoing-webhooks/create.ts";
import outgoingWebhooksDelete from "./outgoing-webhooks/delete.ts";
import outgoingWebhooksGet from "./outgoing-webhooks/get.ts";
import outgoingWebhooksList from "./outgoing-webhooks/list.ts";
import outgoingWebhooksRotate from "./outgoing-webhooks/rotate.ts";
import outgoingWebhooksTest from "./outgoing-webhooks/test.ts";
import outgoingWebhooksUpdate from "./outgoing-webhooks/update.ts";
import permissionPoliciesAddToServiceUser from "./permission-policies/add-to-service-user.ts";
import permissionPoliciesAddToUser from "./permission-policies/add-to-user.ts";
import permissionPoliciesAddToUserGroup from "./permission-policies/add-to-user-group.ts";
import permissionPoliciesCreate from "./permission-policies/create.ts";
import permissionPoliciesDelete from "./permission-policies/delete.ts";
import permissionPoliciesGet from "./permission-policies/get.ts";
import permissionPoliciesList from "./permission-policies/list.ts";
import permissionPoliciesRemoveFromServiceUser from "./permission-policies/remove-from-service-user.ts";
import permissionPoliciesRemoveFromUser from "./permission-policies/remove-from-user.ts";
import permissionPoliciesRemoveFromUserGroup from "./permission-policies/remove-from-user-group.ts";
import permissionPoliciesUpdate from "./permission-policies/update.ts";
import serviceUsersActivateCredential from "./service-users/activate-credential.ts";
import serviceUsersCreate from "./service-users/create.ts";
import serviceUsersCreateCredential from "./service-users/create-credential.ts";
import serviceUsersDeactivateCredential from "./service-users/deactivate-credential.ts";
import serviceUsersDelete from "./service-users/delete.ts";
import serviceUsersDeleteCredential from "./service-users/delete-credential.ts";
import serviceUsersGet from "./service-users/get.ts";
import serviceUsersGetCredential from "./service-users/get-credential.ts";
import serviceUsersList from "./service-users/list.ts";
import serviceUsersListCredentials from "./service-users/list-credentials.ts";
import serviceUsersListPermissions from "./service-users/list-permissions.ts";
import serviceUsersUpdate from "./service-users/update.ts";
import systemsGet from "./systems/get.ts";
import systemsList from "./systems/list.ts";
import userGroupsAddUser from "./user-groups/add-user.ts";
import userGroupsCreate from "./user-groups/create.ts";
import userGroupsDelete from "./user-groups/delete.ts";
import userGroupsGet from "./user-groups/get.ts";
import userGroupsList from "./user-groups/list.ts";
import userGroupsListPermissions from "./user-groups/list-permissions.ts";
import userGroupsListUsers from "./user-groups/list-users.ts";
import userGroupsRemoveUser from "./user-groups/remove-user.ts";
import userGroupsUpdate from "./user-groups/update.ts";
import usersCreate from "./users/create.ts";
import usersGet from "./users/get.ts";
import usersList from "./users/list.ts";
import usersListGroups from "./users/list-groups.ts";
import usersListPermissions from "./users/list-permissions.ts";
import usersRemove from "./users/remove.ts";
import workflowParametersCreate from "./workflow-parameters/create.ts";
import workflowParametersDelete from "./workflow-parameters/delete.ts";
import workflowParametersGet from "./workflow-parameters/get.ts";
import workflowParametersList from "./workflow-parameters/list.ts";
import workflowParametersUpdate from "./workflow-parameters/update.ts";
import workflowRunsCancel from "./workflow-runs/cancel.ts";
import workflowRunsGet from "./workflow-runs/get.ts";
import workflowRunsList from "./workflow-runs/list.ts";
import workflowRunsRetry from "./workflow-runs/retry.ts";
import workflowsCheckImport from "./workflows/check-import.ts";
import workflowsCreate from "./workflows/create.ts";
import workflowsDelete from "./workflows/delete.ts";
import workflowsDisable from "./workflows/disable.ts";
import workflowsDiscardDraft from "./workflows/discard-draft.ts";
import workflowsDuplicate from "./workflows/duplicate.ts";
import workflowsEnable from "./workflows/enable.ts";
import workflowsExport from "./workflows/export.ts";
import workflowsFunctions from "./workflows/functions.ts";
import workflowsGet from "./workflows/get.ts";
import workflowsGetVersion from "./workflows/get-version.ts";
import workflowsImport from "./workflows/import.ts";
import workflowsList from "./workflows/list.ts";
import workflowsListRuns from "./workflows/list-runs.ts";
import workflowsListVersions from "./workflows/list-versions.ts";
import workflowsPreview from "./workflows/preview.ts";
import workflowsPublish from "./workflows/publish.ts";
import workflowsSaveDraft from "./workflows/save-draft.ts";
import workflowsSchema from "./workflows/schema.ts";
import workflowsTemplates from "./workflows/templates.ts";
import workflowsTest from "./workflows/test.ts";
import workflowsTestFunction from "./workflows/test-function.ts";
import workflowsTriggers from "./workflows/triggers.ts";
import workflowsUpdate from "./workflows/update.ts";
import workflowsUseDraft from "./workflows/use-draft.ts";
import workflowsValidate from "./workflows/validate.ts";

/** Every public verb. The route, OpenAPI and the tests of outcomes are made from this list. */
export const operations: Operation[] = [
  organizationsGet,
  organizationsUpdate,
  dataKeysCreate,
  dataKeysList,
  systemsGet,
  systemsList,
  credentialsAudit,
  credentialsChoose,
  credentialsCreate,
  credentialsDelete,
  credentialsDisable,
  credentialsEnable,
  credentialsGet,
  credentialsList,
  credentialsRestore,
  credentialsMakeConnectLink,
  credentialsRotate,
  credentialsSignIn,
  credentialsTest,
  credentialsUpdate,
  credentialsUsage,
  brokerRequest,
  incomingWebhooksCreate,
  incomingWebhooksDelete,
  incomingWebhooksGet,
  incomingWebhooksList,
  incomingWebhooksSample,
  incomingWebhooksSendSample,
  incomingWebhooksUpdate,
  messagesGet,
  messagesList,
  messagesReplayById,
  messagesReplay,
  messagesVerifyById,
  messagesVerify,
  deliveriesCounts,
  deliveriesGet,
  deliveriesList,
  deliveriesReplay,
  deliveriesReplayMany,
  outgoingWebhooksActivate,
  outgoingWebhooksCreate,
  outgoingWebhooksDelete,
  outgoingWebhooksGet,
  outgoingWebhooksList,
  outgoingWebhooksRotate,
  outgoingWebhooksTest,
  outgoingWebhooksUpdate,
  serviceUsersActivateCredential,
  serviceUsersCreateCredential,
  serviceUsersCreate,
  serviceUsersDeactivateCredential,
  serviceUsersDeleteCredential,
  serviceUsersDelete,
  serviceUsersGet,
  serviceUsersListCredentials,
  serviceUsersGetCredential,
  serviceUsersListPermissions,
  serviceUsersList,
  serviceUsersUpdate,
  permissionPoliciesAddToServiceUser,
  permissionPoliciesAddToUser,
  permissionPoliciesAddToUserGroup,
  permissionPoliciesCreate,
  permissionPoliciesDelete,
  permissionPoliciesGet,
  permissionPoliciesList,
  permissionPoliciesRemoveFromServiceUser,
  permissionPoliciesRemoveFromUser,
  permissionPoliciesRemoveFromUserGroup,
  permissionPoliciesUpdate,
  usersCreate,
  usersGet,
  usersListGroups,
  usersListPermissions,
  usersList,
  usersRemove,
  userGroupsAddUser,
  userGroupsCreate,
  userGroupsDelete,
  userGroupsGet,
  userGroupsListPermissions,
  userGroupsListUsers,
  userGroupsList,
  userGroupsRemoveUser,
  userGroupsUpdate,
  eventTypesCreate,
  eventTypesDelete,
  eventTypesGet,
  eventTypesList,
  eventTypesUpdate,
  eventsPublish,
  eventsList,
  eventsGet,
  eventsAction,
  eventsUnaction,
  eventsTypes,
  eventsFields,
  notificationsCreate,
  notificationsUpdate,
  notificationsList,
  notificationsGet,
  notificationsDelete,
  notificationsEvaluate,
  externalMappingsConfiguration,
  externalMappingsCreate,
  externalMappingsDelete,
  externalMappingsGet,
  externalMappingsListByEntity,
  externalMappingsListByExternal,
  externalMappingsList,
  externalMappingsUpdate,
  externalMappingsValuesOfCredential,
  externalMappingsValues,
  integrationConfigurationsAvailableAuth,
  integrationConfigurationsAvailableEntities,
  integrationConfigurationsAvailableSystems,
  integrationConfigurationsAvailable,
  integrationConfigurationsCreate,
  integrationConfigurationsDelete,
  integrationConfigurationsDisable,
  integrationConfigurationsEnable,
  integrationConfigurationsGetByEntity,
  integrationConfigurationsGet,
  integrationConfigurationsList,
  integrationConfigurationsOptionValues,
  integrationConfigurationsPresets,
  integrationConfigurationsPreview,
  integrationConfigurationsGetSettings,
  integrationConfigurationsUpdateSettings,
  integrationConfigurationsUpdate,
  integrationRunsGet,
  integrationRunsLatestOfSeveral,
  integrationRunsLatest,
  integrationRunsListByDestination,
  integrationRunsListByEntity,
  integrationRunsList,
  integrationRunsLog,
  integrationRunsReplay,
  auditList,
  workflowParametersCreate,
  workflowParametersDelete,
  workflowParametersGet,
  workflowParametersList,
  workflowParametersUpdate,
  workflowRunsCancel,
  workflowRunsGet,
  workflowRunsList,
  workflowRunsRetry,
  workflowsCreate,
  workflowsDuplicate,
  workflowsExport,
  workflowsImport,
  workflowsCheckImport,
  workflowsPreview,
  workflowsTemplates,
  workflowsTestFunction,
  workflowsDelete,
  workflowsDisable,
  workflowsDiscardDraft,
  workflowsEnable,
  workflowsFunctions,
  workflowsGetVersion,
  workflowsGet,
  workflowsListRuns,
  workflowsListVersions,
  workflowsList,
  workflowsPublish,
  workflowsSaveDraft,
  workflowsSchema,
  workflowsTest,
  workflowsTriggers,
  workflowsUpdate,
  workflowsUseDraft,
  workflowsValidate,
];

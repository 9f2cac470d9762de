import type { Operation } from "../define/operation.ts";
import auditList from "./audit/list.ts";
import credentialsAudit from "./credentials/audit.ts";
import credentialsCreate from "./credentials/create.ts";
import credentialsDelete from "./credentials/delete.ts";
import credentialsDisable from "./credentials/disable.ts";
import credentialsEnable from "./credentials/enable.ts";
import credentialsGet from "./credentials/get.ts";
import credentialsList from "./credentials/list.ts";
import credentialsRestore from "./credentials/restore.ts";
import credentialsTest from "./credentials/test.ts";
import credentialsUpdate from "./credentials/update.ts";
import credentialsUsage from "./credentials/usage.ts";
import systemsGet from "./systems/get.ts";
import systemsList from "./systems/list.ts";

/** Every public verb. The route, OpenAPI and the tests of outcomes are made from this list. */
export const operations: Operation[] = [
  systemsList,
  systemsGet,
  credentialsList,
  credentialsCreate,
  credentialsGet,
  credentialsUpdate,
  credentialsDelete,
  credentialsRestore,
  credentialsDisable,
  credentialsEnable,
  credentialsTest,
  credentialsUsage,
  credentialsAudit,
  auditList,
];

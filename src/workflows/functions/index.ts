import type { FunctionDefinition } from "../../define/function.ts";
import { operationFunctions } from "../operations/index.ts";
import branch from "./branch.ts";
import fail from "./fail.ts";
import findMapping from "./find-mapping.ts";
import forEach from "./for-each.ts";
import m3terRequest from "./m3ter-request.ts";
import publishEvent from "./publish-event.ts";
import sendMail from "./send-mail.ts";
import sendToWebhook from "./send-to-webhook.ts";
import slackMessage from "./slack-message.ts";
import startWorkflow from "./start-workflow.ts";
import stop from "./stop.ts";
import storeMapping from "./store-mapping.ts";
import switchFunction from "./switch.ts";
import systemRequest from "./system-request.ts";
import transform from "./transform.ts";
import wait from "./wait.ts";
import waitForWebhook from "./wait-for-webhook.ts";

/** One file each; add a line here and it stands in the API, the builder and the documentation. */
export const functions: FunctionDefinition[] = [
  systemRequest,
  m3terRequest,
  ...operationFunctions,
  transform,
  branch,
  switchFunction,
  forEach,
  wait,
  waitForWebhook,
  stop,
  fail,
  slackMessage,
  sendMail,
  sendToWebhook,
  publishEvent,
  startWorkflow,
  findMapping,
  storeMapping,
];

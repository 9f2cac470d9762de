import type { FunctionDefinition } from "../../define/function.ts";
import branch from "./branch.ts";
import fail from "./fail.ts";
import forEach from "./for-each.ts";
import stop from "./stop.ts";
import switchFunction from "./switch.ts";
import systemRequest from "./system-request.ts";
import transform from "./transform.ts";
import wait from "./wait.ts";

/** One file each; add a line here and it stands in the API, the builder and the documentation. */
export const functions: FunctionDefinition[] = [
  systemRequest,
  transform,
  branch,
  switchFunction,
  forEach,
  wait,
  stop,
  fail,
];

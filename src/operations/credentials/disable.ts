import { switchTo } from "./switching.ts";

export default switchTo({
  verb: "disable",
  action: "credential.disabled",
  summary: "Stop every use of a credential",
});

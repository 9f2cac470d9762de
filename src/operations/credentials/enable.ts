import { switchTo } from "./switching.ts";

export default switchTo({
  verb: "enable",
  action: "credential.enabled",
  summary: "Let a disabled credential be used again",
});

import { detachFrom } from "./attachments.ts";

export default detachFrom({
  id: "removeFromUserGroup",
  verb: "removefromusergroup",
  principalType: "USERGROUP",
  summary: "Detach a permission policy from a user group",
});

import { attachTo } from "./attachments.ts";

export default attachTo({
  id: "addToUserGroup",
  verb: "addtousergroup",
  principalType: "USERGROUP",
  summary: "Attach a permission policy to a user group",
});

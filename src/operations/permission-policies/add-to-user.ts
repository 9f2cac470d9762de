import { attachTo } from "./attachments.ts";

export default attachTo({
  id: "addToUser",
  verb: "addtouser",
  principalType: "USER",
  summary: "Attach a permission policy to a user",
});

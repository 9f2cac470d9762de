import { detachFrom } from "./attachments.ts";

export default detachFrom({
  id: "removeFromUser",
  verb: "removefromuser",
  principalType: "USER",
  summary: "Detach a permission policy from a user",
});

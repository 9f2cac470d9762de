import { detachFrom } from "./attachments.ts";

export default detachFrom({
  id: "removeFromServiceUser",
  verb: "removefromserviceuser",
  principalType: "SERVICEUSER",
  summary: "Detach a permission policy from a service user",
});

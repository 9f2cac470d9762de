import { attachTo } from "./attachments.ts";

export default attachTo({
  id: "addToServiceUser",
  verb: "addtoserviceuser",
  principalType: "SERVICEUSER",
  summary: "Attach a permission policy to a service user",
});

import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { countOrganization } from "../../store/organizations.ts";
import { countedOrganization, toCountedOrganization } from "./shapes.ts";

export default operation({
  id: "organizations.get",
  method: "GET",
  path: "",
  tag: "Organization",
  summary: "Read the organization: its name, its age, and how much belongs to it",
  permission: { action: "config:retrieve", resource: "organization", idParam: "orgId" },
  output: countedOrganization,
  async run({ tx, organizationId }) {
    const row = await countOrganization(tx, organizationId);
    if (!row) throw new Problem("not_found");
    return toCountedOrganization(row);
  },
});

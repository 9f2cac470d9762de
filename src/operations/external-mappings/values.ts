import { z } from "zod";
import { operation } from "../../define/operation.ts";

import { lookUp, remoteValue } from "./remote-values.ts";
import { tag } from "./shapes.ts";

const text = z.string().max(200);

export default operation({
  id: "externalMappings.values",
  method: "GET",
  path: "/externalmappingconfiguration/values/{destination}/{entityType}",
  tag,
  summary: "Look the ids of an external table up, with the newest credential of the destination",
  permission: { action: "config:retrieve", resource: "integration" },
  callsOut: true,
  params: z.object({ destination: text, entityType: text }),
  query: z.object({ externalTable: text.optional() }),
  output: z.array(remoteValue),
  errors: ["upstream_failed", "upstream_timeout", "upstream_authentication_failed", "egress_refused"],
  run: ({ context, actor, organizationId, params, query: { externalTable } }) =>
    lookUp(context, actor, { ...params, organizationId, externalTable, credentialId: undefined }),
});

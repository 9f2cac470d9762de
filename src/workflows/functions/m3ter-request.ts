import { defineFunction } from "../../define/function.ts";
import { callSystem } from "./call-system.ts";

export default defineFunction({
  id: "m3ter.request",
  name: "Call the m3ter API",
  category: "m3ter",
  summary:
    "Makes one call as a service user, of m3ter or, by its base URL, of any API that speaks like it, this one too.",
  credential: { destinations: ["M3TER"] },
  inputs: {
    organizationId: { kind: "text", label: "Organization id", required: true },
    method: {
      kind: "select",
      label: "Method",
      required: true,
      defaultValue: "GET",
      options: ["GET", "POST", "PUT", "DELETE"].map((value) => ({ value, label: value })),
    },
    path: { kind: "text", label: "Path", required: true, placeholder: "accounts", help: "After the organization." },
    query: { kind: "json", label: "Query", help: "Names and values." },
    body: { kind: "json", label: "Body" },
  },
  output: { status: { label: "Status", kind: "number" }, body: { label: "Body", kind: "json" } },
  repetition:
    "A call that changes something carries the same idempotency key each time, in the header that the system takes. A system that takes none may see the call twice when the process dies while it is under way.",
  example: { organizationId: { expression: "$params.m3terOrganizationId" }, path: { value: "accounts" } },
  run: async (call) => {
    const { organizationId, method, path, query, body } = call.inputs;
    const below = String(path).replace(/^\/+/, "");
    const { status, body: answer } = await callSystem(call, {
      method: String(method),
      path: `/organizations/${encodeURIComponent(String(organizationId))}/${below}`,
      query,
      body,
    });
    return { output: { status, body: answer } };
  },
});

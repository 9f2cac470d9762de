import { defineFunction } from "../../define/function.ts";
import { callSystem } from "./call-system.ts";

export default defineFunction({
  id: "system.request",
  name: "Call an external system",
  category: "Systems",
  summary: "Makes one call with a credential. The credential decides where it may go and signs it.",
  credential: {},
  inputs: {
    method: {
      kind: "select",
      label: "Method",
      required: true,
      defaultValue: "GET",
      options: ["GET", "POST", "PUT", "PATCH", "DELETE"].map((value) => ({ value, label: value })),
    },
    path: {
      kind: "text",
      label: "Path",
      required: true,
      placeholder: "/customers",
      help: "Below the system's base URL.",
    },
    query: { kind: "json", label: "Query", help: "Names and values." },
    headers: { kind: "json", label: "Headers", help: "Names and values. The credential's own are added." },
    body: { kind: "json", label: "Body", help: "An object goes as JSON, a text as it is." },
    bodyFormat: {
      kind: "select",
      label: "Body format",
      defaultValue: "json",
      options: [
        { value: "json", label: "JSON" },
        { value: "form", label: "Form" },
      ],
    },
    accept: {
      kind: "select",
      label: "Counts as done",
      defaultValue: "2xx",
      options: [
        { value: "2xx", label: "A 2xx answer" },
        { value: "any", label: "Any answer" },
      ],
    },
  },
  output: {
    status: { label: "Status", kind: "number" },
    headers: { label: "Headers", kind: "json" },
    body: { label: "Body", kind: "json" },
  },
  repetition:
    "A call that changes something carries the same idempotency key each time, in the header that the system takes. A system that takes none may see the call twice when the process dies while it is under way.",
  example: { method: { value: "GET" }, path: { expression: '"/invoices/" & $trigger.body.content.invoice.id' } },
  run: async (call) => {
    const { method, path, query, headers, body, bodyFormat, accept } = call.inputs;
    return {
      output: await callSystem(call, {
        method: String(method),
        path: String(path),
        query,
        headers,
        body,
        bodyFormat: bodyFormat === "form" ? "form" : "json",
        acceptsAnyStatus: accept === "any",
      }),
    };
  },
});

import { newId } from "../../crypto/ids.ts";
import { defineFunction, StepFailure } from "../../define/function.ts";
import { putMapping } from "../../store/external-mappings.ts";
import { mappingInputs } from "./mapping-inputs.ts";

const longest = 200;

export default defineFunction({
  id: "mapping.store",
  name: "Store an external mapping",
  category: "Credenza",
  summary: "Remembers under which id an external system knows an entity; integrations and later runs find it there.",
  inputs: {
    ...mappingInputs,
    m3terId: { kind: "text", label: "Entity id", required: true },
    externalId: { kind: "text", label: "External id", required: true },
    conflict: {
      kind: "select",
      label: "When another external id is stored",
      defaultValue: "fail",
      options: [
        { value: "fail", label: "Fail" },
        { value: "replace", label: "Replace it" },
        { value: "keep", label: "Keep it" },
      ],
    },
  },
  output: {
    mappingId: { label: "Mapping id", kind: "text" },
    externalId: { label: "External id that is stored now", kind: "text" },
  },
  errors: { mapping_exists: "Another external id is stored, and the step is to fail then." },
  repetition: "Storing the same ids again changes nothing and gives the same output.",
  example: {
    m3terEntity: { value: "Account" },
    externalSystem: { value: "CHARGEBEE" },
    externalTable: { value: "customer" },
    m3terId: { expression: "$steps.account.body.id" },
    externalId: { expression: "$steps.customer.body.customer.id" },
  },
  run: async ({ context, organizationId, keptInputs: inputs }) => {
    const values = {
      m3terEntity: short(inputs, "m3terEntity"),
      m3terId: short(inputs, "m3terId"),
      externalSystem: short(inputs, "externalSystem"),
      externalTable: short(inputs, "externalTable"),
      externalId: short(inputs, "externalId"),
    };
    const isReplacing = inputs.conflict === "replace";
    const row = await context.store.inOrganization(organizationId, (tx) =>
      putMapping(tx, { ...values, id: newId(), organizationId, isReplacing }),
    );
    if (row.external_id !== values.externalId && inputs.conflict === "fail") {
      const words = "Another external id is stored for this entity. Look it up first, or choose what happens then.";
      throw new StepFailure("mapping_exists", words);
    }
    return { output: { mappingId: row.id, externalId: row.external_id } };
  },
});

function short(inputs: Record<string, unknown>, name: string): string {
  const text = String(inputs[name]).trim();
  if (text !== "" && text.length <= longest) return text;
  throw new StepFailure("input_invalid", `${name}: Use 1 to ${longest} characters.`);
}

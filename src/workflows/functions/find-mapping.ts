import { defineFunction, StepFailure } from "../../define/function.ts";
import { findMappedPair } from "../../store/external-mappings.ts";
import { mappingInputs } from "./mapping-inputs.ts";

export default defineFunction({
  id: "mapping.find",
  name: "Look up an external mapping",
  category: "Credenza",
  summary: "Finds under which id an external system knows an entity, or which entity an external id stands for.",
  inputs: {
    ...mappingInputs,
    m3terId: { kind: "text", label: "Entity id", help: "To find the external id." },
    externalId: { kind: "text", label: "External id", help: "To find the entity's id." },
    absent: {
      kind: "select",
      label: "When there is none",
      defaultValue: "missing",
      options: [
        { value: "missing", label: "Go the way missing" },
        { value: "fail", label: "Fail, so that a retry looks again" },
      ],
    },
  },
  needsOneOf: ["m3terId", "externalId"],
  output: {
    found: { label: "Found", kind: "boolean" },
    m3terId: { label: "Entity id", kind: "text" },
    externalId: { label: "External id", kind: "text" },
  },
  ports: ["found", "missing"],
  errors: { mapping_missing: "There is none, and the step is to fail then." },
  repetition: "It only reads.",
  example: {
    m3terEntity: { value: "Account" },
    externalSystem: { value: "CHARGEBEE" },
    externalTable: { value: "customer" },
    m3terId: { expression: "$trigger.data.new.accountId" },
  },
  run: async ({ context, organizationId, inputs }) => {
    const { m3terEntity, externalSystem, externalTable, m3terId, externalId } = inputs;
    if ((m3terId === undefined) === (externalId === undefined))
      throw new StepFailure("input_invalid", "Give the entity id or the external id, one of the two.");
    const wanted = {
      m3terEntity: String(m3terEntity),
      externalSystem: String(externalSystem),
      externalTable: String(externalTable),
      ...(m3terId === undefined ? { externalId: String(externalId) } : { m3terId: String(m3terId) }),
    };
    const row = await context.store.inOrganization(organizationId, (tx) => findMappedPair(tx, wanted));
    const output = { found: row !== undefined, m3terId: m3terId ?? null, externalId: externalId ?? null };
    if (!row && inputs.absent === "fail") throw missing(wanted);
    if (!row) return { output, port: "missing" };
    return { output: { ...output, m3terId: row.m3ter_id, externalId: row.external_id }, port: "found" };
  },
});

const missing = ({ m3terEntity, externalSystem, externalTable }: Record<string, string>): StepFailure =>
  new StepFailure(
    "mapping_missing",
    `The ${m3terEntity} has no ${externalTable} in ${externalSystem} yet. Add an external mapping, then retry the run.`,
  );

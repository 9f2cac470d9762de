import type { InputField } from "../../define/function.ts";

/** What both functions of external mappings ask for: whose id, and where. */
export const mappingInputs = {
  m3terEntity: {
    kind: "text",
    label: "Entity",
    required: true,
    placeholder: "Account",
    help: "Account, Bill or a type of your own.",
  },
  externalSystem: {
    kind: "text",
    label: "External system",
    required: true,
    placeholder: "CHARGEBEE",
    help: "As integrations name it: the destination.",
  },
  externalTable: {
    kind: "text",
    label: "External table",
    required: true,
    placeholder: "customer",
    help: "As the system names its kind of thing.",
  },
} satisfies Record<string, InputField>;

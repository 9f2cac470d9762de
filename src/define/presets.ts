import type { IntegrationPreset } from "./integration.ts";
import { sampleAccount, sampleBill } from "./sample-entities.ts";

type Given = Omit<IntegrationPreset, "id" | "name" | "entityType" | "sample">;

export const billToInvoice = (given: Given): IntegrationPreset => ({
  id: "bill-to-invoice",
  name: "Bill to invoice",
  entityType: "Bill",
  sample: sampleBill,
  ...given,
});

export const accountToCustomer = (given: Given): IntegrationPreset => ({
  id: "account-to-customer",
  name: "Account to customer",
  entityType: "Account",
  sample: sampleAccount,
  ...given,
});

import type { InputField } from "../../define/function.ts";
import { type SystemOperation, toFunction } from "./operation.ts";

const text = (label: string, more: Partial<InputField> = {}): InputField => ({
  kind: "text",
  label,
  required: true,
  ...more,
});
const some = (label: string, more: Partial<InputField> = {}): InputField => ({ kind: "text", label, ...more });
const fields: InputField = {
  kind: "json",
  label: "Further fields",
  help: "Names and values, as the system documents them.",
};

/** Add a row and it stands in the API, the builder and the documentation. */
const operations: SystemOperation[] = [
  {
    id: "chargebee.createCustomer",
    name: "Chargebee: create a customer",
    summary: "Creates a customer.",
    destinations: ["CHARGEBEE"],
    method: "POST",
    path: "/customers",
    bodyFormat: "form",
    inputs: { id: some("Customer id"), email: some("Email"), company: some("Company"), fields },
    spread: "fields",
  },
  {
    id: "chargebee.createInvoice",
    name: "Chargebee: create an invoice",
    summary: "Creates an invoice with its charges.",
    destinations: ["CHARGEBEE"],
    method: "POST",
    path: "/invoices/create_for_charge_items_and_charges",
    bodyFormat: "form",
    inputs: { customer_id: text("Customer id"), currency_code: some("Currency"), fields },
    spread: "fields",
  },
  {
    id: "chargebee.changePlan",
    name: "Chargebee: change the plan of a subscription",
    summary: "Replaces the items of a subscription.",
    destinations: ["CHARGEBEE"],
    method: "POST",
    path: "/subscriptions/{subscriptionId}/update_for_items",
    bodyFormat: "form",
    inputs: { subscriptionId: text("Subscription id"), fields: { ...fields, required: true } },
    spread: "fields",
  },
  {
    id: "stripe.getCustomer",
    name: "Stripe: read a customer",
    summary: "Reads a customer by id.",
    destinations: ["STRIPE", "STRIPE_TEST"],
    method: "GET",
    path: "/v1/customers/{customerId}",
    inputs: { customerId: text("Customer id", { placeholder: "cus_…" }) },
  },
  {
    id: "stripe.createInvoiceItem",
    name: "Stripe: add an invoice item",
    summary: "Adds an item to the customer's next invoice.",
    destinations: ["STRIPE", "STRIPE_TEST"],
    method: "POST",
    path: "/v1/invoiceitems",
    bodyFormat: "form",
    inputs: {
      customer: text("Customer id"),
      amount: { kind: "number", label: "Amount in the smallest unit", required: true },
      currency: text("Currency", { placeholder: "eur" }),
      description: some("Description"),
    },
  },
  {
    id: "salesforce.createRecord",
    name: "Salesforce: create a record",
    summary: "Creates a record of any object: a Task, a Case, an Opportunity.",
    destinations: ["SALESFORCE"],
    method: "POST",
    path: "/services/data/v62.0/sobjects/{object}",
    inputs: { object: text("Object", { placeholder: "Task" }), fields: { ...fields, required: true } },
    spread: "fields",
  },
  {
    id: "hubspot.getDeal",
    name: "HubSpot: read a deal",
    summary: "Reads a deal with the properties you name.",
    destinations: ["HUBSPOT"],
    method: "GET",
    path: "/crm/v3/objects/deals/{dealId}",
    inputs: {
      dealId: text("Deal id"),
      properties: some("Properties", { placeholder: "dealname,amount" }),
      associations: some("Associations", { placeholder: "companies" }),
    },
  },
  {
    id: "netsuite.createInvoice",
    name: "NetSuite: create an invoice",
    summary: "Creates an invoice record.",
    destinations: ["NETSUITE"],
    method: "POST",
    path: "/record/v1/invoice",
    inputs: { fields: { ...fields, required: true } },
    spread: "fields",
  },
  {
    id: "m3ter.createAccount",
    name: "m3ter: create an account",
    summary: "Creates an account in a m3ter organization.",
    destinations: ["M3TER"],
    method: "POST",
    path: "/organizations/{organizationId}/accounts",
    inputs: {
      organizationId: text("Organization id"),
      name: text("Name"),
      code: text("Code"),
      emailAddress: text("Email"),
      fields,
    },
    spread: "fields",
  },
  {
    id: "m3ter.createAccountPlan",
    name: "m3ter: attach a plan to an account",
    summary: "Attaches a plan to an account from a date on.",
    destinations: ["M3TER"],
    method: "POST",
    path: "/organizations/{organizationId}/accountplans",
    inputs: {
      organizationId: text("Organization id"),
      accountId: text("Account id"),
      planId: text("Plan id"),
      startDate: text("Start date", { placeholder: "2026-02-01T00:00:00Z" }),
      fields,
    },
    spread: "fields",
  },
];

export const operationFunctions = operations.map(toFunction);

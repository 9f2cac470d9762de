/** In the order of forms and cards. */
export const categories = [
  "m3ter",
  "Workflows",
  "Billing",
  "Payments",
  "Accounting and ERP",
  "Tax",
  "CRM",
  "Support",
  "Commerce",
  "Marketplaces and cloud",
  "Data and analytics",
  "Messaging",
  "Incidents and monitoring",
  "Documents",
  "Work and code",
  "AI",
  "Notifications",
  "Any system",
] as const;
export type Category = (typeof categories)[number];

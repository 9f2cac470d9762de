/** Samples of the entities that presets map, as m3ter publishes them. */
export const sampleBill = {
  id: "5e9cf1d0-7c1f-4c52-9d5b-6f1d4a1c0001",
  accountId: "5e9cf1d0-7c1f-4c52-9d5b-6f1d4a1c0002",
  accountCode: "ACME",
  currency: "USD",
  billDate: "2026-11-01",
  dueDate: "2026-12-01",
  startDate: "2026-10-01",
  endDate: "2026-11-01",
  sequentialInvoiceNumber: "INV-0042",
  billTotal: 130.5,
  lineItems: [
    { id: "line-1", description: "API calls", quantity: 1205, subtotal: 120.5 },
    { id: "line-2", description: "Support", quantity: 1, subtotal: 10 },
  ],
};

export const sampleAccount = {
  id: "5e9cf1d0-7c1f-4c52-9d5b-6f1d4a1c0002",
  code: "ACME",
  name: "Acme Analytical Engines",
  emailAddress: "billing@acme.example",
  currency: "USD",
  address: {
    addressLine1: "1 Ledger Lane",
    addressLine2: "",
    locality: "London",
    region: "Greater London",
    postCode: "EC1A 1AA",
    country: "GB",
  },
};

/** JSONata: how many of its smallest units an amount of `entity.currency` has, as `$units`. */
export const smallestUnits = `$zero := ["BIF","CLP","DJF","GNF","JPY","KMF","KRW","MGA","PYG","RWF","UGX","VND","VUV","XAF","XOF","XPF"];
  $three := ["BHD","JOD","KWD","OMR","TND"];
  $per := $uppercase(entity.currency) in $zero ? 1 : $uppercase(entity.currency) in $three ? 1000 : 100;
  $units := function($amount) { $round($amount * $per) };`;

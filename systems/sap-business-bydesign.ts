import { basicWithCsrf, defineSystem, outgoing, secret, text } from "credenza/define";

export default defineSystem({
  id: "sap-business-bydesign",
  name: "SAP Business ByDesign",
  category: "Accounting and ERP",
  color: "#0a6ed1",
  order: 24,
  summary: "OData services of an SAP Business ByDesign tenant.",
  website: "https://www.sap.com/products/erp/business-bydesign.html",
  keywords: ["ByD"],
  limits: "SAP publishes none; the tenant's own resources set them.",
  notes: [
    "After some refused sign-ins SAP locks the user, so nothing is repeated after a 401.",
    "The answer to a refused sign-in is HTML or XML, not JSON; the verdict goes by the status.",
  ],
  basis: {
    unconfirmed: [
      "CSRF token, cookies and refusals are written from general knowledge and third parties.",
      "Permissions, and that no limits are published, are written from general knowledge and third parties.",
    ],
  },
  destinations: {
    SAP_BYD: outgoing("SAP Business ByDesign", "https://{tenant}.sapbydesign.com/sap/byd/odata", {
      description: "Custom services below /cust/v1, reports below /ana_businessanalytics_analytics.svc.",
    }),
  },
  credentialTypes: {
    SAP_BYD: {
      name: "SAP Business ByDesign user",
      summary: "The technical user of a communication arrangement.",
      default: true,
      fields: {
        username: text({
          label: "User",
          help: "Application and User Management > Communication Arrangements. It usually begins with an underscore.",
          placeholder: "_CREDENZA",
          pattern: "^[^:\\p{Cc}]+$",
          patternMessage: "A user has no colon.",
          maxLength: 200,
        }),
        password: secret({ label: "Password", trim: false }),
        tenant: text({
          label: "Tenant",
          help: "The name before .sapbydesign.com in your address bar.",
          placeholder: "my123456",
          pattern: "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
          patternMessage: "Enter only the name before .sapbydesign.com, such as my123456.",
          maxLength: 63,
        }),
        service: text({
          label: "Service",
          help: "An OData service that the user may read; the test and the CSRF token come from it.",
          placeholder: "cust/v1/khcustomer",
          pattern: "^[A-Za-z0-9_]+(/[A-Za-z0-9_.]+){0,4}$",
          patternMessage: "Give the path below /sap/byd/odata, such as cust/v1/khcustomer.",
        }),
      },
      keyName: "user and password",
      scopes: ["the service of a communication arrangement, or the work centre views of a business user"],
      authorize: basicWithCsrf({ username: "{username}", password: "{password}", path: "/{service}/" }),
      test: {
        path: "/{service}/$metadata",
        say: {
          wrong_key:
            "SAP Business ByDesign refuses this user and password. Check them before you test again: SAP locks a user after some wrong sign-ins.",
        },
      },
      examples: {
        fields: { username: "_CREDENZA", password: "Welcome 1:2", tenant: "my123456", service: "cust/v1/khcustomer" },
        refused: [
          { fields: { tenant: "my123456.sapbydesign.com" }, field: "tenant" },
          { fields: { service: "../admin" }, field: "service" },
        ],
        authorized: {
          path: "/cust/v1/khcustomer/",
          url: "https://my123456.sapbydesign.com/sap/byd/odata/cust/v1/khcustomer/",
          headers: { authorization: "Basic X0NSRURFTlpBOldlbGNvbWUgMToy" },
        },
      },
    },
  },
});

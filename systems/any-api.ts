import {
  basic,
  clientCertificate,
  defineSystem,
  header,
  key,
  outgoing,
  secret,
  text,
  tlsClient,
  url,
} from "credenza/define";

const baseUrl = url({
  label: "Base URL",
  help: "Every call begins with it.",
  placeholder: "https://api.example.com/v1",
  pattern: "^https://[^/?#\\s@]+(/[^?#\\s]*[^?#\\s/])?$",
  patternMessage: "Use https, without a query and without a slash at the end.",
});

const testPath = text({
  label: "Path of the test",
  help: "Such as /me: a call that changes nothing and needs the key or the password. The base URL itself where it is empty.",
  pattern: "^/[^\\s#]*$",
  patternMessage: "A path begins with a slash.",
  optional: true,
});

const test = (refusal: string) => ({
  path: "{testPath}",
  say: {
    working: "Working: {baseUrl} accepts the call.",
    wrong_key: `The API at {baseUrl} refuses this ${refusal}`,
    wrong_site: "Nothing is found at {baseUrl}. Check the base URL and the path of the test.",
  },
});

export default defineSystem({
  id: "any-api",
  name: "Any API",
  category: "Any system",
  color: "#495057",
  order: 200,
  summary: "Any API on the internet that takes a key in a header, or a username and a password.",
  keywords: ["generic", "custom", "REST", "bearer", "static API key"],
  limits: "Those of the API at your base URL; a 429 goes back to the caller with its Retry-After.",
  notes: ["Private and loopback addresses are refused unless the operator of this installation allows them."],
  basis: { unconfirmed: [] },
  destinations: {
    ANY_API: outgoing("Any API", "{baseUrl}", { description: "Calls stay below the base URL that you give." }),
  },
  credentialTypes: {
    STATIC_API_KEY: {
      name: "Static API key",
      summary: "A key that travels in a header of your choice.",
      default: true,
      fields: {
        apiKey: key({ label: "API key", maxLength: 20000 }),
        baseUrl,
        headerName: text({
          label: "Header",
          defaultValue: "Authorization",
          pattern: "^(?!(?:host|cookie|connection|content-length|transfer-encoding)$)[A-Za-z0-9-]{1,100}$",
          patternMessage: "Use letters, digits and hyphens, such as X-Api-Key.",
        }),
        prefix: text({
          label: "Before the key",
          help: "Such as Bearer or Token. Nothing where the header holds the key alone.",
          placeholder: "Bearer",
          pattern: "^[\\x21-\\x7e]+$",
          patternMessage: "Use one word, without spaces.",
          maxLength: 100,
          optional: true,
        }),
        testPath,
      },
      scopes: ["what the API at your base URL asks for"],
      authorize: header({ name: "{headerName}", value: "{prefix} {apiKey}" }),
      test: test("API key. Check it, the header and the word before the key."),
      examples: {
        fields: {
          apiKey: "k-1f2e3d4c5b6a",
          baseUrl: "https://api.acme.example/v1",
          headerName: "Authorization",
          prefix: "Bearer",
          testPath: "/me",
        },
        refused: [
          { fields: { baseUrl: "http://api.acme.example" }, field: "baseUrl" },
          { fields: { baseUrl: "https://api.acme.example/" }, field: "baseUrl" },
          { fields: { baseUrl: "https://user@api.acme.example" }, field: "baseUrl" },
          { fields: { baseUrl: "https://api.acme.example?x=1" }, field: "baseUrl" },
          { fields: { headerName: "cookie" }, field: "headerName" },
          { fields: { headerName: "X Key" }, field: "headerName" },
          { fields: { testPath: "me" }, field: "testPath" },
        ],
        authorized: {
          path: "/me",
          url: "https://api.acme.example/v1/me",
          headers: { authorization: "Bearer k-1f2e3d4c5b6a" },
        },
      },
    },
    HTTP_BASIC: {
      name: "HTTP basic",
      summary: "A username and a password.",
      fields: {
        username: text({
          label: "Username",
          pattern: "^[^:\\p{Cc}]+$",
          patternMessage: "A username of HTTP basic may not have a colon or control characters.",
          maxLength: 200,
        }),
        password: secret({ label: "Password", help: "Spaces and colons count.", trim: false }),
        baseUrl,
        testPath,
      },
      scopes: ["what the API at your base URL asks for"],
      authorize: basic({ username: "{username}", password: "{password}" }),
      test: test("username and password."),
      examples: {
        fields: { username: "Aladdin", password: "open sesame", baseUrl: "https://api.acme.example", testPath: "/me" },
        refused: [{ fields: { username: "Ala:ddin" }, field: "username" }],
        authorized: {
          path: "/me",
          url: "https://api.acme.example/me",
          headers: { authorization: "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==" },
        },
      },
    },
    CLIENT_CERTIFICATE: {
      name: "Client certificate",
      summary: "Mutual TLS: the connection shows your certificate (RFC 8446).",
      keyName: "certificate",
      fields: {
        ...tlsClient.fields,
        baseUrl,
        testPath,
      },
      scopes: ["what the API at your base URL asks for"],
      authorize: clientCertificate(tlsClient.shown),
      test: test("certificate."),
      examples: {
        fields: { ...tlsClient.example, baseUrl: "https://api.acme.example/v1" },
        refused: [
          { fields: { certificate: "MIIBexample" }, field: "certificate" },
          { fields: { privateKey: "MIIBexample" }, field: "privateKey" },
        ],
      },
    },
  },
});

import { basic, clientCertificate, defineSystem, header, key, secret, text, url } from "credenza/define";

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

const pem = (what: string) => ({
  pattern: `^\\s*-----BEGIN ${what}-----[\\s\\S]+-----END ${what}-----\\s*$`,
  patternMessage: "Paste it whole, with its BEGIN and END lines.",
});

export default defineSystem({
  id: "any-api",
  name: "Any API",
  category: "Any system",
  color: "#495057",
  order: 200,
  summary: "Any API on the internet that takes a key in a header, or a username and a password.",
  keywords: ["generic", "custom", "REST", "bearer", "static API key"],
  notes: ["Private and loopback addresses are refused unless the operator of this installation allows them."],
  basis: { unconfirmed: [] },
  destinations: {
    ANY_API: {
      name: "Any API",
      direction: "outgoing",
      baseUrl: "{baseUrl}",
      description: "Calls stay below the base URL that you give.",
    },
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
      authorize: header({ name: "{headerName}", value: "{prefix} {apiKey}" }),
      test: {
        path: "{testPath}",
        say: {
          working: "Working: {baseUrl} accepts the call.",
          wrong_key: "The API at {baseUrl} refuses this API key. Check it, the header and the word before the key.",
          wrong_site: "Nothing is found at {baseUrl}. Check the base URL and the path of the test.",
        },
      },
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
      authorize: basic({ username: "{username}", password: "{password}" }),
      test: {
        path: "{testPath}",
        say: {
          working: "Working: {baseUrl} accepts the call.",
          wrong_key: "The API at {baseUrl} refuses this username and password.",
          wrong_site: "Nothing is found at {baseUrl}. Check the base URL and the path of the test.",
        },
      },
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
        certificate: secret({
          label: "Certificate",
          help: "PEM, with the intermediate certificates after it where there are some.",
          multiline: true,
          maxLength: 50_000,
          ...pem("CERTIFICATE"),
        }),
        privateKey: secret({
          label: "Private key",
          help: "PEM of the certificate's key.",
          multiline: true,
          maxLength: 20_000,
          ...pem("(EC |RSA |ENCRYPTED )?PRIVATE KEY"),
        }),
        passphrase: secret({ label: "Passphrase", help: "Of the private key, where it has one.", optional: true }),
        authority: secret({
          label: "Certificate authority",
          help: "PEM, where the server's own certificate comes from a private one.",
          multiline: true,
          maxLength: 50_000,
          optional: true,
          ...pem("CERTIFICATE"),
        }),
        baseUrl,
        testPath,
      },
      authorize: clientCertificate({
        certificate: "{certificate}",
        privateKey: "{privateKey}",
        passphrase: "{passphrase}",
        authority: "{authority}",
      }),
      test: {
        path: "{testPath}",
        say: {
          working: "Working: {baseUrl} accepts the certificate.",
          wrong_key: "The API at {baseUrl} refuses this certificate.",
          wrong_site: "Nothing is found at {baseUrl}. Check the base URL and the path of the test.",
        },
      },
      examples: {
        fields: {
          certificate: "-----BEGIN CERTIFICATE-----\nMIIBexample\n-----END CERTIFICATE-----",
          privateKey: "-----BEGIN PRIVATE KEY-----\nMIIBexample\n-----END PRIVATE KEY-----",
          baseUrl: "https://api.acme.example/v1",
        },
        refused: [
          { fields: { certificate: "MIIBexample" }, field: "certificate" },
          { fields: { privateKey: "MIIBexample" }, field: "privateKey" },
        ],
      },
    },
  },
});

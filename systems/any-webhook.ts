import {
  bearerJwt,
  defineSystem,
  genericHmac,
  httpMessageSignature,
  incoming,
  proxyCertificate,
  secret,
  select,
  text,
} from "credenza/define";

const headerName = (label: string, more: Partial<Parameters<typeof text>[0]> = {}) =>
  text({
    label,
    pattern: "^[A-Za-z0-9-]{1,100}$",
    patternMessage: "Use letters, digits and hyphens, such as X-Signature.",
    ...more,
  });

export default defineSystem({
  id: "any-webhook",
  name: "Any webhook",
  category: "Any system",
  color: "#57534e",
  order: 201,
  summary: "Whatever else sends webhooks: an HMAC, a JWT, HTTP message signatures, or a client certificate.",
  keywords: ["generic", "custom", "HMAC", "JWT", "mTLS", "RFC 9421"],
  basis: { comparedWith: ["the examples of RFC 9421 and RFC 7515", "jose"], unconfirmed: [] },
  destinations: { ANY_WEBHOOK: incoming("Any webhook") },
  credentialTypes: {
    GENERIC_HMAC: {
      name: "HMAC",
      summary: "A secret that the sender hashes with the body.",
      default: true,
      fields: {
        secret: secret({ label: "Secret", trim: false }),
        headerName: headerName("Header of the signature", { placeholder: "X-Signature" }),
        prefix: text({
          label: "Before the signature",
          help: "Such as sha256=. Nothing where the header holds the signature alone.",
          optional: true,
          maxLength: 50,
        }),
        hash: select({ label: "Hash", options: ["sha256", "sha512", "sha384", "sha1"], defaultValue: "sha256" }),
        encoding: select({ label: "Written in", options: ["hex", "base64"], defaultValue: "hex" }),
        template: text({
          label: "What is signed",
          help: "{body} is the raw body; {timestamp}, {url} and {method} may stand beside it.",
          defaultValue: "{body}",
          pattern: "^(?:[^{}]|\\{(?:timestamp|url|method)\\})*\\{body\\}(?:[^{}]|\\{(?:timestamp|url|method)\\})*$",
          patternMessage: "Name {body} once; {timestamp}, {url} and {method} may stand before or after it.",
          maxLength: 200,
        }),
        timestampHeader: headerName("Header of the time", {
          optional: true,
          help: "Where the sender signs a time; then {timestamp} stands in what is signed.",
        }),
        timestampUnit: select({
          label: "Time in",
          options: ["seconds", "milliseconds", "iso"],
          defaultValue: "seconds",
        }),
      },
      incoming: {
        verification: genericHmac({ key: "{secret}" }),
        options: ["windowSeconds"],
        eventId: [{ header: "webhook-id" }, { bodyPath: "id", pattern: "^[\\w.-]{6,200}$" }],
        eventType: [{ bodyPath: "type" }, { bodyPath: "event" }],
        sampleBody: '{"id":"sample-{eventId}","type":"sample"}',
      },
      examples: {
        fields: {
          secret: "mysecret",
          headerName: "X-Signature",
          prefix: "sha256=",
          hash: "sha256",
          encoding: "hex",
          template: "{body}",
          timestampUnit: "seconds",
        },
        refused: [
          { fields: { template: "{secret}{body}" }, field: "template" },
          { fields: { template: "{timestamp}" }, field: "template" },
          { fields: { headerName: "X Signature" }, field: "headerName" },
        ],
        webhooks: [
          {
            name: "computed",
            fields: {
              headerName: "X-Signature",
              prefix: "sha256=",
              hash: "sha256",
              encoding: "hex",
              template: "{body}",
              timestampHeader: "",
              timestampUnit: "seconds",
              secret: "mysecret",
            },
            headers: { "X-Signature": "sha256=e3eccac34c43c7dc1cbb905488b1b81347fcc700a7b025697a9d07862256023f" },
            body: '{\n  "foo": "bar"\n}\n',
          },
        ],
      },
    },
    BEARER_JWT: {
      name: "Bearer JWT",
      summary: "A token that the sender signs with a private key, as Sage Intacct and Azure Marketplace do.",
      fields: {
        jwksUrl: text({
          label: "JWKS URL",
          help: "Where the sender publishes its keys. Give this or a public key.",
          placeholder: "https://sender.example/.well-known/jwks.json",
          pattern: "^https://[^\\s@]+$",
          patternMessage: "Use a whole URL with https.",
          optional: true,
        }),
        publicKey: text({
          label: "Public key",
          help: "PEM of a public key or a certificate.",
          multiline: true,
          optional: true,
          maxLength: 20_000,
          pattern: "^-----BEGIN (PUBLIC KEY|CERTIFICATE)-----[\\s\\S]+-----END (PUBLIC KEY|CERTIFICATE)-----$",
          patternMessage: "Paste the whole PEM text, from BEGIN to END.",
        }),
        algorithms: text({
          label: "Algorithms",
          defaultValue: "RS256",
          pattern: "^((RS|PS|ES)(256|384|512)|EdDSA)([ ,]+((RS|PS|ES)(256|384|512)|EdDSA))*$",
          patternMessage: "Name RS256, PS256, ES256, EdDSA or their longer ones, separated by commas.",
        }),
        issuer: text({ label: "Issuer", help: "What iss must be.", optional: true }),
        audience: text({
          label: "Audience",
          help: "What aud must hold. With a JWKS URL this or a further claim is needed.",
          optional: true,
        }),
        claim: text({ label: "Further claim", optional: true, pattern: "^[\\w:./-]{1,100}$" }),
        claimValue: text({ label: "Its value", optional: true }),
      },
      incoming: {
        verification: bearerJwt({
          jwksUrl: "{jwksUrl}",
          publicKey: "{publicKey}",
          algorithms: "{algorithms}",
          issuer: "{issuer}",
          audience: "{audience}",
          claim: "{claim}",
          claimValue: "{claimValue}",
        }),
        options: ["windowSeconds"],
        eventId: [{ claim: "jti" }],
        eventType: [{ bodyPath: "type" }, { bodyPath: "action" }],
      },
      examples: {
        fields: { jwksUrl: "https://sender.example/jwks.json", algorithms: "RS256", audience: "https://us.example" },
        refused: [
          { fields: { algorithms: "HS256" }, field: "algorithms" },
          { fields: { algorithms: "none" }, field: "algorithms" },
          { fields: { jwksUrl: "http://sender.example/jwks.json" }, field: "jwksUrl" },
        ],
      },
    },
    HTTP_MESSAGE_SIGNATURE: {
      name: "HTTP message signature",
      summary: "RFC 9421: the sender signs method, target and a digest of the body.",
      fields: {
        algorithm: select({
          label: "Algorithm",
          options: [
            "hmac-sha256",
            "ed25519",
            "rsa-pss-sha512",
            "rsa-v1_5-sha256",
            "ecdsa-p256-sha256",
            "ecdsa-p384-sha384",
          ],
          defaultValue: "hmac-sha256",
        }),
        key: secret({
          label: "Key",
          help: "Base64 of the shared secret of hmac-sha256; of all others the sender's public key, in PEM or base64.",
          multiline: true,
        }),
        keyId: text({ label: "Key id", help: "What keyid must be.", optional: true }),
      },
      incoming: {
        verification: httpMessageSignature({ algorithm: "{algorithm}", key: "{key}", keyId: "{keyId}" }),
        options: ["windowSeconds"],
        eventType: [{ bodyPath: "type" }],
        sampleBody: '{"type":"sample","id":"{eventId}"}',
      },
      examples: {
        fields: {
          algorithm: "hmac-sha256",
          key: "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==",
          keyId: "test-shared-secret",
        },
      },
    },
    CLIENT_CERTIFICATE_HEADER: {
      name: "Client certificate, checked by a proxy",
      summary: "A proxy in front checks the sender's certificate and names it in a header.",
      fields: {
        header: headerName("Header", { placeholder: "X-Client-Cert-Fingerprint" }),
        expected: text({
          label: "Expected value",
          help: "The fingerprint or the subject, exactly as the proxy writes it.",
          maxLength: 1000,
        }),
        proxies: text({
          label: "Addresses of the proxy",
          help: "The header counts only from these; addresses or ranges, separated by commas.",
          placeholder: "10.0.0.0/8",
          pattern: "^[0-9A-Fa-f.:/]+([ ,]+[0-9A-Fa-f.:/]+)*$",
          patternMessage: "Name addresses or ranges such as 10.0.0.5 or 10.0.0.0/8.",
        }),
      },
      incoming: {
        verification: proxyCertificate({ header: "{header}", expected: "{expected}", proxies: "{proxies}" }),
        eventId: [{ header: "webhook-id" }],
        eventType: [{ bodyPath: "type" }],
        sampleBody: '{"type":"sample","id":"{eventId}"}',
      },
      examples: { fields: { header: "X-Client-Cert", expected: "CN=sender", proxies: "10.0.0.0/8" } },
    },
  },
});

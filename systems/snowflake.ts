import {
  defineSystem,
  examplePrivateKey,
  headers,
  key,
  outgoing,
  privateKeyPem,
  secret,
  signedJwt,
  text,
} from "credenza/define";

const account = text({
  label: "Account identifier",
  help: "Organization and account, joined by a hyphen, as in the address of your Snowflake. Periods become hyphens.",
  placeholder: "myorg-account123",
  pattern: "^[A-Za-z0-9]+([_-][A-Za-z0-9]+)*$",
  patternMessage: "Use the form myorg-account123, without .snowflakecomputing.com.",
  maxLength: 63,
});
const test = { path: "/api/v2/statements", json: { statement: "SELECT CURRENT_TIMESTAMP", timeout: 10 } };

export default defineSystem({
  id: "snowflake",
  name: "Snowflake",
  category: "Data and analytics",
  color: "#1d6fa5",
  summary: "SQL statements in a Snowflake account, as a user with a key pair.",
  website: "https://www.snowflake.com",
  limits: "Snowflake publishes none; 429 beyond.",
  notes: [
    "Snowflake wants a User-Agent on each call; the broker sends one.",
    "The number that a refused token carries leads an administrator to the reason in Snowflake.",
  ],
  basis: {
    readIn: [
      "390144, JWT token is invalid, for a key pair that is refused (docs.snowflake.com/user-guide/key-pair-auth-troubleshooting)",
    ],
    unconfirmed: [
      "The account part of the token for account locators with a region is written from general knowledge.",
      "That no limits are published was read with third parties.",
    ],
  },
  destinations: {
    SNOWFLAKE: outgoing("Snowflake", "https://{account:host}.snowflakecomputing.com"),
  },
  credentialTypes: {
    SNOWFLAKE_KEY_PAIR: {
      name: "Snowflake key pair",
      summary: "A private key whose public key an administrator has set on the user.",
      default: true,
      fields: {
        account,
        user: text({ label: "User", pattern: "^[^\\p{Cc}]+$", maxLength: 250 }),
        privateKey: privateKeyPem({
          help: "PEM with PKCS #8, RSA of 2,048 bits or more. Its public key stands in ALTER USER … SET RSA_PUBLIC_KEY.",
          link: { label: "Snowflake: key pairs", href: "https://docs.snowflake.com/en/user-guide/key-pair-auth" },
        }),
        passphrase: secret({ label: "Passphrase", help: "Only of an encrypted key.", optional: true, trim: false }),
      },
      keyName: "key pair",
      scopes: ["USAGE on a warehouse, in the user's default role"],
      authorize: signedJwt({
        privateKey: "{privateKey}",
        passphrase: "{passphrase}",
        algorithm: "RS256",
        issuer: "{account:upper}.{user:upper}.{fingerprint}",
        subject: "{account:upper}.{user:upper}",
        lifetimeSeconds: 3540,
        headers: { "X-Snowflake-Authorization-Token-Type": "KEYPAIR_JWT" },
      }),
      headers: { "User-Agent": "Credenza" },
      test,
      examples: {
        fields: { account: "acme-prod1", user: "credenza", privateKey: examplePrivateKey },
        refused: [
          { fields: { account: "acme.snowflakecomputing.com" }, field: "account" },
          { fields: { privateKey: "-----BEGIN PUBLIC KEY-----" }, field: "privateKey" },
        ],
      },
    },
    SNOWFLAKE_ACCESS_TOKEN: {
      name: "Snowflake programmatic access token",
      summary: "A token of the user, limited to a role.",
      fields: {
        account,
        token: key({ label: "Access token", help: "Settings > Authentication > Programmatic access tokens." }),
      },
      scopes: ["USAGE on a warehouse, in the token's role"],
      authorize: headers({
        Authorization: "Bearer {token}",
        "X-Snowflake-Authorization-Token-Type": "PROGRAMMATIC_ACCESS_TOKEN",
      }),
      headers: { "User-Agent": "Credenza" },
      test,
      examples: {
        fields: { account: "acme-prod1", token: "pat-0123456789abcdef" },
        authorized: {
          path: "/api/v2/statements",
          url: "https://acme-prod1.snowflakecomputing.com/api/v2/statements",
          headers: {
            authorization: "Bearer pat-0123456789abcdef",
            "x-snowflake-authorization-token-type": "PROGRAMMATIC_ACCESS_TOKEN",
          },
        },
      },
    },
  },
});

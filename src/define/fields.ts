export interface FieldOptions {
  label: string;
  /** One line below the input. */
  help?: string;
  /** The vendor's page where a person finds the value. */
  link?: { label: string; href: string };
  placeholder?: string;
  /** Optional fields may be left out; all others are required. */
  optional?: boolean;
  /** Anchored regular expression (source) that the whole value must match, with what to say when it does not. */
  pattern?: string;
  patternMessage?: string;
  minLength?: number;
  /** Characters; 4,096 unless said. */
  maxLength?: number;
  multiline?: boolean;
  defaultValue?: string;
  /** We make the value when the credential is created; nobody gives it. It is shown afterwards, to be pasted at the vendor. */
  generated?: true;
  /** Spaces and quotes round a pasted value are removed unless `false` (a password may begin with a space). */
  trim?: boolean;
  /** A sign-in brings it: nobody types it. */
  received?: boolean;
  /** For a form: values that look wrong, and the words that warn of them; only at these destinations where it names some. */
  warnings?: { pattern: string; message: string; destinations?: string[] }[];
  /**
   * For a form: values that can only be this system's, by their beginning, so that pasting one picks the destination
   * (the type's first unless said).
   */
  recognise?: { pattern: string; destination?: string }[];
}

export type FieldKind = "text" | "secret" | "url" | "select" | "credential";

export interface Field extends FieldOptions {
  kind: FieldKind;
  secret: boolean;
  options?: { value: string; label: string }[];
  /** Of a `credential`: the type that it must have. */
  credentialType?: string;
}

/** A value that may be shown again. */
export const text = (options: FieldOptions): Field => ({ ...options, kind: "text", secret: false });
/** A random value that we choose and show, so that the person at the vendor cannot choose it. */
export const generated = (options: FieldOptions): Field => text({ ...options, optional: true, generated: true });
/** A value that is sealed and never travels back. */
export const secret = (options: FieldOptions): Field => ({ ...options, kind: "secret", secret: true });
/** A secret without spaces: an API key, a token. */
export const key = (options: FieldOptions): Field =>
  secret({ pattern: "^\\S+$", patternMessage: `${options.label}: copy it again, it has no spaces.`, ...options });
/** RFC 6749 appendix A.1 and A.2: what a client id or secret may hold. Only where the id is not a user name of HTTP Basic as it is. */
export const printable = {
  pattern: "^[\\x20-\\x7e]+$",
  patternMessage: "Copy it again: only printable characters stand in it, no line breaks and no accents.",
};
/** The public name of an OAuth client. */
export const clientId = (options: Partial<FieldOptions> = {}): Field =>
  text({
    label: "Client id",
    pattern: "^[^\\s:]+$",
    patternMessage: "A client id has no spaces and no colon.",
    maxLength: 500,
    ...options,
  });
/** Its secret. Vendors make some with spaces and signs. */
export const clientSecret = (options: Partial<FieldOptions> = {}): Field =>
  secret({ label: "Client secret", maxLength: 2000, ...printable, ...options });
/** Both, with their usual names. */
export const clientPair = (options: Omit<FieldOptions, "label">) => ({
  clientId: clientId(options),
  clientSecret: clientSecret(options),
});
const pem = (kind: string) => ({
  multiline: true,
  maxLength: 50_000,
  pattern: `^-----BEGIN ${kind}-----[\\s\\S]+-----END ${kind}-----\\s*$`,
  patternMessage: "Paste the PEM whole, from BEGIN to END.",
});
/** PKCS #8, PKCS #1 or SEC 1. */
export const privateKeyPem = (options: Partial<FieldOptions>): Field =>
  secret({ label: "Private key", ...pem("(EC |RSA |ENCRYPTED )?PRIVATE KEY"), ...options });
const certificatePem = (options: FieldOptions): Field => secret({ ...pem("CERTIFICATE"), ...options });
/** What a TLS client shows, as fields of a credential and as a scheme reads them. */
export const tlsClient = {
  fields: {
    certificate: certificatePem({
      label: "Certificate",
      help: "PEM, with the intermediate certificates after it where there are some.",
    }),
    privateKey: privateKeyPem({ help: "PEM of the certificate's key." }),
    passphrase: secret({ label: "Passphrase", help: "Of the private key, where it has one.", optional: true }),
    authority: certificatePem({
      label: "Certificate authority",
      help: "PEM, where the servers' own certificates come from a private one.",
      optional: true,
    }),
  },
  shown: {
    certificate: "{certificate}",
    privateKey: "{privateKey}",
    passphrase: "{passphrase}",
    authority: "{authority}",
  },
  example: {
    certificate: "-----BEGIN CERTIFICATE-----\nMIIBexample\n-----END CERTIFICATE-----",
    privateKey: "-----BEGIN PRIVATE KEY-----\nMIIBexample\n-----END PRIVATE KEY-----",
  },
};
/** One label of a host name, e.g. the site of `https://{site}.example.com`. */
export const hostLabel = (options: FieldOptions): Field =>
  text({ pattern: "^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$", maxLength: 63, ...options });
/** An absolute http(s) URL that may be shown again. */
export const url = (options: FieldOptions): Field => ({ ...options, kind: "url", secret: false });
/** One of a few values, by their labels. Values that are their own labels are a list. */
export const select = ({
  options,
  ...field
}: FieldOptions & { options: Record<string, string> | string[] }): Field => ({
  ...field,
  kind: "select",
  secret: false,
  options: Array.isArray(options)
    ? options.map((value) => ({ value, label: value }))
    : Object.entries(options).map(([value, label]) => ({ value, label })),
});
/** Another credential of the organization, by its id. */
export const appOf = (credentialType: string): Field => ({
  label: "OAuth app",
  help: "The app that you registered there. One app serves many credentials.",
  kind: "credential",
  secret: false,
  credentialType,
  pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
  patternMessage: "Choose an OAuth app of this system. Create one first when there is none.",
});
/** A value that the sign-in brings, such as the id of the account. It must match the pattern. */
export const received = (options: FieldOptions): Field => text({ pattern: "^[\\w.@:-]+$", ...options, received: true });

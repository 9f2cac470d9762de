import type { Scheme, SchemeName } from "../../src/define/schemes.ts";

type Fields = Readonly<Record<string, string>>;
type Expect<Name extends SchemeName> = (scheme: Extract<Scheme, { scheme: Name }>, fields: Fields) => Expected;
/** Lower-case header names and their exact values. */
export type Expected = Record<string, string>;

const fill = (template: string, fields: Fields): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) => fields[name] ?? "");

/**
 * What a vendor wants to see, written without the product's code: schemes whose answer depends on nothing but the
 * credential. The others have fakes of their own.
 */
const expectations: { [Name in SchemeName]?: Expect<Name> } = {
  basic: ({ username, password }, fields) => ({
    authorization: `Basic ${btoa(`${fill(username, fields)}:${fill(password, fields)}`)}`,
  }),
  bearer: ({ token, prefix = "Bearer" }, fields) => ({ authorization: `${prefix} ${fill(token, fields)}` }),
  header: ({ name, value }, fields) => ({ [fill(name, fields).toLowerCase()]: fill(value, fields).trim() }),
  headers: ({ headers }, fields) =>
    Object.fromEntries(
      Object.entries(headers)
        .map(([name, value]) => [name.toLowerCase(), fill(value, fields)])
        .filter(([, value]) => value !== ""),
    ),
};

/** `undefined` for a scheme that signs each request or asks for a token. */
export const expectedOf = (scheme: Scheme, fields: Fields): Expected | undefined =>
  expectations[scheme.scheme]?.(scheme as never, fields);

/** Headers that the system wants on every request, where the credential has their fields. */
export const wantedOf = (templates: Fields, fields: Fields): Expected =>
  Object.fromEntries(
    Object.entries(templates)
      .filter(([, template]) => [...template.matchAll(/\{(\w+)\}/g)].every(([, name = ""]) => fields[name]))
      .map(([name, template]) => [name.toLowerCase(), fill(template, fields)]),
  );

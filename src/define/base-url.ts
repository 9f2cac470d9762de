/**
 * Template over non-secret fields, without a slash at the end, e.g. `https://{site}.chargebee.com/api/v2`; or one such
 * template for each value of a field, e.g. of a region.
 */
export type BaseUrl = string | { field: string; urls: Record<string, string> };

/** The template that counts for these fields; `undefined` where the field has another value. */
export const baseUrlFor = (baseUrl: BaseUrl, fields: Readonly<Record<string, string>>): string | undefined =>
  typeof baseUrl === "string" ? baseUrl : baseUrl.urls[fields[baseUrl.field] ?? ""];

/** Every template that may count. */
export const baseUrlTemplates = (baseUrl: BaseUrl): string[] =>
  typeof baseUrl === "string" ? [baseUrl] : Object.values(baseUrl.urls);

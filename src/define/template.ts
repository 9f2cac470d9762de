const place = /\{([A-Za-z][A-Za-z0-9]*)(?::(upper|host|realm))?\}/g;

/** Ways to write a value that vendors want in two forms, e.g. an account in a host and in a header. */
const forms = {
  upper: (value: string): string => value.toUpperCase(),
  /** `1234567_SB1` in a host is `1234567-sb1`. */
  host: (value: string): string => value.toLowerCase().replaceAll("_", "-"),
  /** And the other way round. */
  realm: (value: string): string => value.toUpperCase().replaceAll("-", "_"),
};
type Form = keyof typeof forms;

export interface TemplatePlace {
  name: string;
  form: Form | undefined;
}

/** The `{name}` and `{name:form}` places of a template, in order. */
export const templatePlaces = (template: string): TemplatePlace[] =>
  [...template.matchAll(place)].map(([, name = "", form]) => ({ name, form: form as Form | undefined }));

export const templateFields = (template: string): string[] => templatePlaces(template).map(({ name }) => name);

export const inForm = (form: Form | undefined, value: string): string =>
  form === undefined ? value : forms[form](value);

/** Fills every place; throws when a value is missing, so that nothing leaves half filled. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(place, (_, name: string, form: Form | undefined) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value for {${name}}`);
    return inForm(form, value);
  });
}

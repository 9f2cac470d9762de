import { clientId, clientSecret, type FieldOptions } from "./fields.ts";
import type { SystemDeclaration } from "./system.ts";

type TypeDeclaration = SystemDeclaration["credentialTypes"][string];

interface AppOptions {
  where: string;
  link: { label: string; href: string };
  destinations?: string[];
  /** What tells this vendor's id and secret from others'. */
  clientId?: Partial<FieldOptions>;
  clientSecret?: Partial<FieldOptions>;
}

/** The credential type of an organization's own OAuth app, which sign-ins by redirect are made with. */
export const oauthApp = (name: string, options: AppOptions): TypeDeclaration => ({
  name: `${name} OAuth app`,
  summary: `Your own app at ${name}. Register it once; every sign-in there can use it.`,
  app: true,
  ...(options.destinations ? { destinations: options.destinations } : {}),
  fields: {
    clientId: clientId({ help: options.where, link: options.link, ...options.clientId }),
    clientSecret: clientSecret({ help: options.where, ...options.clientSecret }),
  },
  examples: { fields: { clientId: "client-id-example", clientSecret: "client-secret-example" } },
});

/** An id in the form that a credential has, for the examples of types that name an OAuth app. */
export const exampleAppId = "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a12";

import { key, text } from "./fields.ts";
import type { SystemDeclaration } from "./system.ts";

type TypeDeclaration = SystemDeclaration["credentialTypes"][string];

/** The credential type of an organization's own OAuth app, which sign-ins by redirect are made with. */
export const oauthApp = (
  name: string,
  options: { where: string; link: { label: string; href: string }; destinations?: string[]; secretLabel?: string },
): TypeDeclaration => ({
  name: `${name} OAuth app`,
  summary: `Your own app at ${name}. Register it once; every sign-in there can use it.`,
  app: true,
  ...(options.destinations ? { destinations: options.destinations } : {}),
  fields: {
    clientId: text({
      label: "Client id",
      help: options.where,
      link: options.link,
      pattern: "^[^\\s:]+$",
      patternMessage: "A client id has no spaces and no colon.",
      maxLength: 500,
    }),
    clientSecret: key({ label: options.secretLabel ?? "Client secret", help: options.where, maxLength: 2000 }),
  },
  examples: { fields: { clientId: "client-id-example", clientSecret: "client-secret-example" } },
});

/** An id in the form that a credential has, for the examples of types that name an OAuth app. */
export const exampleAppId = "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a12";

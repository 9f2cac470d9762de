/** Suggestions for the editor, in the words of the API; the server checks what is written. */
export const actions = [
  "*",
  "config:*",
  "config:create",
  "config:retrieve",
  "config:update",
  "config:delete",
  "config:use",
  "config:export",
  "audit:retrieve",
];

const resourceTypes = [
  "credential",
  "system",
  "incomingwebhook",
  "serviceuser",
  "user",
  "usergroup",
  "permissionpolicy",
  "organization",
];

export const resources = ["*", "config:*", ...resourceTypes.map((type) => `config:${type}/*`)];

/** Shell lines that put an access token into TOKEN. `whose` says which access key it takes. */
export const tokenCommand = (origin: string, whose: string): string =>
  [
    `# ${whose}`,
    `TOKEN=$(curl -s -u "$ACCESS_KEY_ID:$API_SECRET" -d grant_type=client_credentials \\`,
    `  ${origin}/oauth/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
  ].join("\n");

const name = "credenza_connect";
const maxAgeSeconds = 3600;

/** Over https the `__Host-` prefix makes browsers refuse a cookie set by another host or path. */
const cookieName = (publicUrl: string): string => (publicUrl.startsWith("https:") ? `__Host-${name}` : name);

/** Knows the browser that opened a connect link again when the external system sends it back. */
export function connectCookie(publicUrl: string, token: string): string {
  const secure = publicUrl.startsWith("https:") ? "; Secure" : "";
  return `${cookieName(publicUrl)}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`;
}

/** The cookie's token, if the header carries exactly one. */
export function readConnectCookie(publicUrl: string, header: string | undefined): string | undefined {
  const prefix = `${cookieName(publicUrl)}=`;
  const parts = (header ?? "").split(";").map((part) => part.trim());
  const found = parts.filter((part) => part.startsWith(prefix)).map((part) => part.slice(prefix.length));
  return found.length === 1 && /^[\w-]{43}$/.test(found[0] ?? "") ? found[0] : undefined;
}

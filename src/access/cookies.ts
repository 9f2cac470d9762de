const name = "credenza_session";

/** Over https the `__Host-` prefix makes browsers refuse a cookie set by another host or path (RFC 6265bis section 4.1.3). */
const cookieName = (publicUrl: string): string => (isSecure(publicUrl) ? `__Host-${name}` : name);

const isSecure = (publicUrl: string): boolean => publicUrl.startsWith("https:");

/** Lax: a link from elsewhere, and the return from an external system's sign-in, find the person signed in. */
export function sessionCookie(publicUrl: string, token: string, maxAgeSeconds: number): string {
  const secure = isSecure(publicUrl) ? "; Secure" : "";
  return `${cookieName(publicUrl)}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`;
}

export const endedSessionCookie = (publicUrl: string): string => sessionCookie(publicUrl, "", 0);

/** The session's token, if the header carries exactly one. */
export function readSessionCookie(publicUrl: string, header: string | undefined): string | undefined {
  const prefix = `${cookieName(publicUrl)}=`;
  const found = (header ?? "")
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part.startsWith(prefix))
    .map((part) => part.slice(prefix.length));
  return found.length === 1 ? found[0] : undefined;
}

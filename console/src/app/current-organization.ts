import type { Organization, Session } from "../lib/types.ts";

const key = "credenza-organization";

const remembered = (): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

export function rememberOrganization(id: string): void {
  try {
    localStorage.setItem(key, id);
  } catch {}
}

/** The one that the URL names, else the one used last, else the first. */
export function currentOrganization(session: Session, asked: string | undefined): Organization | undefined {
  const all = session.organizations ?? [];
  const find = (id: string | null | undefined) => all.find((one) => one.id === id);
  return find(asked) ?? find(remembered()) ?? all[0];
}

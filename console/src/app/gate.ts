import type { QueryClient } from "@tanstack/react-query";
import { redirect } from "@tanstack/react-router";
import { sessionQuery } from "../lib/session.ts";
import type { Session } from "../lib/types.ts";

const sessionOf = (client: QueryClient): Promise<Session> =>
  client.ensureQueryData({ ...sessionQuery, revalidateIfStale: true });

/** Pages inside: to the first run while there is no administrator, to sign-in while nobody is signed in. */
export async function onlySignedIn(client: QueryClient, href: string): Promise<void> {
  const session = await sessionOf(client);
  if (session.setupRequired)
    throw redirect({ to: "/setup", search: ({ token }) => ({ token }), hash: (old) => old ?? "" });
  if (!session.signedIn) throw redirect({ to: "/sign-in", search: { next: href === "/" ? undefined : href } });
}

export async function onlyBeforeSetup(client: QueryClient): Promise<void> {
  const session = await sessionOf(client);
  if (!session.setupRequired) throw redirect({ to: "/" });
}

export async function onlySignedOut(client: QueryClient): Promise<void> {
  const session = await sessionOf(client);
  if (session.setupRequired) throw redirect({ to: "/setup" });
  if (session.signedIn) throw redirect({ to: "/" });
}

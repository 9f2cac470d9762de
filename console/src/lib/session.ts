import { queryOptions } from "@tanstack/react-query";
import { ApiProblem, request, setCsrfToken } from "./http.ts";
import type { Session } from "./types.ts";

const remember = (session: Session): Session => {
  setCsrfToken(session.csrfToken);
  return session;
};

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }) => remember(await request<Session>("GET", "/auth/session", { signal })),
  staleTime: 60_000,
  refetchOnWindowFocus: "always",
});

export interface SetupForm {
  token: string;
  organizationName: string;
  firstName?: string;
  lastName?: string;
  email: string;
  password: string;
}

export const setUp = async (form: SetupForm) => remember(await request<Session>("POST", "/auth/setup", { body: form }));

export const signIn = async (form: { email: string; password: string }) =>
  remember(await request<Session>("POST", "/auth/signin", { body: form }));

/** Ends the session; one that has ended already counts as done. */
export async function signOut(everywhere: boolean): Promise<void> {
  try {
    await request<object>("POST", everywhere ? "/auth/signout-everywhere" : "/auth/signout", { body: {} });
  } catch (error) {
    if (!(error instanceof ApiProblem && error.status === 401)) throw error;
  }
}

export const changePassword = (form: { currentPassword: string; newPassword: string }) =>
  request<object>("POST", "/auth/password", { body: form });

export const createOrganization = (name: string) =>
  request<{ id: string; name: string }>("POST", "/organizations", { body: { name } });

/** Shortest password that the server accepts. */
export const passwordMinLength = 12;

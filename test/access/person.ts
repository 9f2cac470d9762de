import type { Answer, CallOptions, TestCredenza } from "../harness.ts";

/** Somebody in front of the Console: keeps the cookie and sends the CSRF token, as a browser does. */
export interface Person {
  cookie: string;
  csrfToken: string;
  answer: Answer;
  api(method: string, path: string, options?: CallOptions): Promise<Answer>;
}

export const cookieOf = (answer: Answer): string => (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";

export function personOf(credenza: TestCredenza, answer: Answer): Person {
  const cookie = cookieOf(answer);
  const csrfToken: string = answer.body.csrfToken;
  return {
    cookie,
    csrfToken,
    answer,
    api: (method, path, options = {}) =>
      credenza.api(method, path, {
        token: null,
        ...options,
        headers: { cookie, "x-csrf-token": csrfToken, ...options.headers },
      }),
  };
}

export const trySignIn = (
  credenza: TestCredenza,
  email: string = credenza.admin.email,
  password: string = credenza.admin.password,
  headers: Record<string, string> = {},
): Promise<Answer> => credenza.api("POST", "/auth/signin", { token: null, body: { email, password }, headers });

export async function signIn(credenza: TestCredenza, email?: string, password?: string): Promise<Person> {
  const answer = await trySignIn(credenza, email, password);
  if (answer.status !== 200) throw new Error(`Sign-in answered ${answer.status}`);
  return personOf(credenza, answer);
}

/** A service user with these statements, and its token. */
export async function serviceUserWith(
  credenza: TestCredenza,
  statements: { effect: string; action: string[]; resource: string[] }[],
): Promise<{ id: string; token: string; policyId: string; accessKeyId: string; apiSecret: string; credId: string }> {
  const { id } = (await credenza.api("POST", "serviceusers", { body: { name: "robot" } })).body;
  const policy = await credenza.api("POST", "permissionpolicies", {
    body: { name: "robot policy", permissionPolicy: statements },
  });
  if (policy.status !== 200) throw new Error(`The policy was refused: ${policy.text}`);
  const policyId: string = policy.body.id;
  const path = `permissionpolicies/${policyId}/addtoserviceuser`;
  await credenza.api("POST", path, { body: { principalId: id } });
  const { body: key } = await credenza.api("POST", `serviceusers/${id}/credentials`, { body: {} });
  const token = await credenza.token(key.accessKeyId, key.apiSecret);
  return { id, token, policyId, accessKeyId: key.accessKeyId, apiSecret: key.apiSecret, credId: key.id };
}

export const allow = (action: string | string[], resource: string | string[]) => ({
  effect: "allow",
  action: [action].flat(),
  resource: [resource].flat(),
});

export const deny = (action: string | string[], resource: string | string[]) => ({
  ...allow(action, resource),
  effect: "deny",
});

import { fillTemplate } from "../../define/template.ts";
import { readLimited } from "../read-limited.ts";
import { resolveTarget } from "../target.ts";
import { basicCredentials } from "./basic.ts";
import type { SchemeInput, SchemeRule } from "./scheme.ts";

const timeoutMs = 10_000;
const answerLimitBytes = 1024 * 1024;
const freshForMs = 300_000;
const reading = /^(GET|HEAD|OPTIONS)$/;

interface CsrfToken {
  token: string;
  cookies: string;
  readAtMs: number;
}

/**
 * HTTP basic. A request that changes something carries a CSRF token and the cookies it came with, which are fetched first
 * and used for five minutes. Nothing is repeated after a 401: the system locks users after a few.
 */
export const basicWithCsrf: SchemeRule<"basicWithCsrf"> = ({ username, password, path }, input) => {
  const encoded = basicCredentials(fillTemplate(username, input.values), fillTemplate(password, input.values));
  const authorization = `Basic ${encoded}`;
  let held: Promise<CsrfToken> | undefined;
  const current = async (): Promise<CsrfToken> => {
    const known = await held?.catch(() => undefined);
    if (known && known.token !== "" && input.now() - known.readAtMs < freshForMs) return known;
    held = fetchToken(input, path, authorization);
    return held;
  };
  return {
    headers: ["authorization", authorization],
    secrets: [encoded],
    apply: async (request) => {
      if (reading.test(request.method)) return request;
      const { token, cookies } = await current();
      const more = [...(token ? ["x-csrf-token", token] : []), ...(cookies ? ["cookie", cookies] : [])];
      return { ...request, headers: [...request.headers, ...more] };
    },
  };
};

/** Without a token in the answer the request goes without one, and the system says what is wrong. */
async function fetchToken({ destination, network, now }: SchemeInput, path: string, authorization: string) {
  const { url, allow } = resolveTarget(destination, path);
  const headers = { authorization, "x-csrf-token": "fetch", accept: "*/*" };
  const answer = await network.request({ url, method: "GET", headers, timeoutMs, allow });
  await readLimited(answer.body, answerLimitBytes);
  const set = [answer.headers["set-cookie"] ?? []].flat();
  const cookies = set.map((cookie) => cookie.split(";", 1)[0]?.trim()).join("; ");
  return { token: [answer.headers["x-csrf-token"] ?? ""].flat()[0] ?? "", cookies, readAtMs: now() };
}

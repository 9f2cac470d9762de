import { useMutation } from "@tanstack/react-query";
import { useForgetCredentials } from "../../components/credentials-table/use-credential-actions.ts";
import { notify, notifyProblem } from "../../components/notice.ts";
import { deleteCredential, testCredential } from "../../lib/api/credentials.ts";
import { ApiProblem } from "../../lib/http.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential } from "../../lib/types.ts";
import { count } from "../../lib/words.ts";

const atOnce = 4;

/** Runs `work` on every item, a few at a time; failures are values. */
async function onEach<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<PromiseSettledResult<R>[]> {
  const results: PromiseSettledResult<R>[] = [];
  for (let at = 0; at < items.length; at += atOnce) {
    results.push(...(await Promise.allSettled(items.slice(at, at + atOnce).map(work))));
  }
  return results;
}

export function useBulkTest() {
  const { id: org } = useOrganization();
  const forget = useForgetCredentials();
  return useMutation({
    mutationFn: (credentials: Credential[]) => onEach(credentials, (one) => testCredential(org, one.id)),
    onSuccess: async (results) => {
      const working = results.filter((one) => one.status === "fulfilled" && one.value.verdict === "working").length;
      const rest = results.length - working;
      notify({
        title: `${count(results.length, "credential")} tested`,
        message: rest === 0 ? "All of them work." : `${working} working, ${rest} not. The status says which.`,
        tone: rest === 0 ? "good" : "bad",
      });
      await forget();
    },
  });
}

const inUse = (result: PromiseSettledResult<unknown>) =>
  result.status === "rejected" && result.reason instanceof ApiProblem && result.reason.code === "credential_in_use";

/** Deletes what nothing uses; what is in use is kept and counted. */
export function useBulkDelete(onDone: () => void) {
  const { id: org } = useOrganization();
  const forget = useForgetCredentials();
  return useMutation({
    mutationFn: (credentials: Credential[]) => onEach(credentials, (one) => deleteCredential(org, one.id)),
    onSuccess: async (results) => {
      const gone = results.filter((one) => one.status === "fulfilled").length;
      const kept = results.filter(inUse).length;
      const failed = results.length - gone - kept;
      notify({
        title: `${count(gone, "credential")} deleted`,
        message: [
          kept > 0 && `${kept} in use and kept: delete ${kept === 1 ? "it" : "them"} one by one.`,
          failed > 0 && `${failed} could not be deleted.`,
          gone > 0 && "Restore them from Deleted within 30 days.",
        ]
          .filter(Boolean)
          .join(" "),
        tone: failed > 0 ? "bad" : kept > 0 ? "warn" : "quiet",
      });
      onDone();
      await forget();
    },
    onError: (error) => notifyProblem("The credentials could not be deleted", error),
  });
}

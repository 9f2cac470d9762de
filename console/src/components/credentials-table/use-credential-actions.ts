import { useMutation, useQueryClient } from "@tanstack/react-query";
import { changeCredential, credentialsKey, testCredential } from "../../lib/api/credentials.ts";
import { systemsKey } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential, TestResult } from "../../lib/types.ts";
import { verdictTone } from "../../lib/words.ts";
import { notify, notifyProblem } from "../notice.ts";

/** Forgets what is known of credentials, so that lists, pages and counts are asked for again. */
export function useForgetCredentials(): () => Promise<void> {
  const client = useQueryClient();
  const { id: org } = useOrganization();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: credentialsKey(org) }),
      client.invalidateQueries({ queryKey: systemsKey(org) }),
    ]);
  };
}

export function tellVerdict(credential: Credential, result: TestResult): void {
  notify({
    id: `test-${credential.id}`,
    title: `${credential.name} tested`,
    message: result.summary,
    tone: verdictTone(result.verdict),
  });
}

/** Tests one credential; the answer is the verdict. */
export function useTest(onVerdict: (credential: Credential, result: TestResult) => void = tellVerdict) {
  const { id: org } = useOrganization();
  const forget = useForgetCredentials();
  return useMutation({
    mutationFn: (credential: Credential) => testCredential(org, credential.id),
    onSuccess: async (result, credential) => {
      onVerdict(credential, result);
      await forget();
    },
    onError: (error, credential) => notifyProblem(`${credential.name} could not be tested`, error),
  });
}

const done = { disable: "disabled", enable: "enabled", restore: "restored" } as const;

export function useChange() {
  const { id: org } = useOrganization();
  const forget = useForgetCredentials();
  return useMutation({
    mutationFn: ({ credential, verb }: { credential: Pick<Credential, "id" | "name">; verb: keyof typeof done }) =>
      changeCredential(org, credential.id, verb),
    onSuccess: async (_, { credential, verb }) => {
      notify({ title: `Credential ${done[verb]}`, message: credential.name });
      await forget();
    },
    onError: (error, { credential, verb }) => notifyProblem(`${credential.name} could not be ${done[verb]}`, error),
  });
}

import { useMutation } from "@tanstack/react-query";
import { beginSignIn } from "../../lib/api/credentials.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { notifyProblem } from "../notice.ts";

/** Leaves for the vendor's sign-in page; the vendor sends the browser back to the credential. */
export function useSignIn() {
  const { id: org } = useOrganization();
  return useMutation({
    mutationFn: (credentialId: string) => beginSignIn(org, credentialId),
    onSuccess: ({ url }) => window.location.assign(url),
    onError: (error) => notifyProblem("The sign-in could not be begun", error),
  });
}

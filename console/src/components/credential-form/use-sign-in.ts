import { useMutation } from "@tanstack/react-query";
import { beginSignIn } from "../../lib/api/credentials.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { notifyProblem } from "../notice.ts";
import { sendToSignIn } from "./sign-in-window.ts";

/** Leaves for the vendor's sign-in page; the vendor sends the browser back to the credential. */
export function useSignIn() {
  const { id: org } = useOrganization();
  return useMutation({
    mutationFn: (credentialId: string) => beginSignIn(org, credentialId),
    onSuccess: ({ url }) => window.location.assign(url),
    onError: (error) => notifyProblem("The sign-in could not be begun", error),
  });
}

interface Elsewhere {
  credentialId: string;
  /** As it was opened by the click. */
  opened: Window | null;
}

/** Sends another window to the vendor's sign-in page; this one stays as it is. */
export function useSignInElsewhere() {
  const { id: org } = useOrganization();
  return useMutation({
    mutationFn: ({ credentialId }: Elsewhere) => beginSignIn(org, credentialId),
    onSuccess: ({ url }, { opened, credentialId }) => sendToSignIn(opened, url, credentialId),
    onError: (error, { opened }) => {
      opened?.close();
      notifyProblem("The sign-in could not be begun", error);
    },
  });
}

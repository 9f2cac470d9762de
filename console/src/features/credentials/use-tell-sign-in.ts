import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { isConnected } from "../../components/credential-form/sign-in-wait.tsx";
import { isSignInWindowOf } from "../../components/credential-form/sign-in-window.ts";
import { notify } from "../../components/notice.ts";
import { signInReason } from "../../lib/sign-in-reasons.ts";
import type { Credential } from "../../lib/types.ts";

/** Says once how a sign-in ended that has just led back here. A window that was opened for it closes itself. */
export function useTellSignIn(credential: Credential): void {
  const { id, name } = credential;
  const { connected, reason } = useSearch({ from: "/shell/credentials/$credentialId" });
  const navigate = useNavigate({ from: "/credentials/$credentialId" });
  const isOpen = credential.choices !== null;
  const mayClose = isSignInWindowOf(id) && isConnected(credential);
  useEffect(() => {
    if (mayClose) window.close();
  }, [mayClose]);
  useEffect(() => {
    if (!connected && !reason) return;
    if (reason) notify({ title: `${name} is not connected`, message: signInReason(reason), tone: "bad" });
    else if (isOpen) notify({ title: `${name} is signed in`, message: "Choose the account that it is for." });
    else notify({ title: `${name} is connected`, message: "The sign-in was made, and the connection was tested." });
    void navigate({ search: (old) => ({ ...old, connected: undefined, reason: undefined }), replace: true });
  }, [connected, reason, name, isOpen, navigate]);
}

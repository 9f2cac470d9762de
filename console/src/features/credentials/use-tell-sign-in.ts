import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { notify } from "../../components/notice.ts";
import { signInReason } from "../../lib/sign-in-reasons.ts";

/** Says once how a sign-in ended that has just led back here. */
export function useTellSignIn(name: string): void {
  const { connected, reason } = useSearch({ from: "/shell/credentials/$credentialId" });
  const navigate = useNavigate({ from: "/credentials/$credentialId" });
  useEffect(() => {
    if (!connected && !reason) return;
    if (reason) notify({ title: `${name} is not connected`, message: signInReason(reason), tone: "bad" });
    else notify({ title: `${name} is connected`, message: "The sign-in was made, and the connection was tested." });
    void navigate({ search: (old) => ({ ...old, connected: undefined, reason: undefined }), replace: true });
  }, [connected, reason, name, navigate]);
}

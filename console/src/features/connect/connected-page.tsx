import { useSearch } from "@tanstack/react-router";
import { Entry } from "../../components/entry.tsx";
import { signInReason } from "../../lib/sign-in-reasons.ts";

/** How the sign-in of a connect link ended. */
export function ConnectedPage() {
  const { reason } = useSearch({ from: "/connected" });
  if (reason) return <Entry title="Not connected" lead={signInReason(reason)} />;
  return <Entry title="Connected" lead="Thank you. The access is in place, and you can close this page." />;
}

import { useSearch } from "@tanstack/react-router";
import { Entry } from "../../components/entry.tsx";
import { signInReason } from "../../lib/sign-in-reasons.ts";

const choiceLead =
  "Thank you. You allowed several accounts, so whoever sent you the link now chooses the one to connect. You can close this page.";

/** How the sign-in of a connect link ended. */
export function ConnectedPage() {
  const { reason, choose } = useSearch({ from: "/connected" });
  if (reason) return <Entry title="Not connected" lead={signInReason(reason)} />;
  if (choose) return <Entry title="Signed in" lead={choiceLead} />;
  return <Entry title="Connected" lead="Thank you. The access is in place, and you can close this page." />;
}

import type { Credential } from "../../lib/types.ts";
import { verdictTone } from "../../lib/words.ts";
import { notify } from "../notice.ts";

/** Says that it was created, with what its test said in full. */
export const tellCreated = (credential: Credential): void =>
  tellTested(credential, "Credential created", `${credential.name} is sealed and ready.`);

/** The choice of an account has connected it. */
export const tellConnected = (credential: Credential): void =>
  tellTested(credential, `${credential.name} is connected`, "Test it to see that calls work too.");

function tellTested({ statusDetail: verdict }: Credential, title: string, untested: string): void {
  const message = verdict ? whatCameBack(verdict) : untested;
  notify({ title, message, tone: verdict ? verdictTone(verdict.verdict) : "quiet" });
}

const whatCameBack = ({ summary, checked }: NonNullable<Credential["statusDetail"]>): string =>
  checked ? `${summary} Checked with ${checked}.` : summary;

import type { Credential } from "../../lib/types.ts";
import { verdictTone } from "../../lib/words.ts";
import { notify } from "../notice.ts";

/** Says what came of the test that follows a save. */
export function tellCreated(credential: Credential): void {
  const verdict = credential.statusDetail;
  notify({
    title: "Credential created",
    message: verdict ? whatCameBack(verdict) : `${credential.name} is sealed and ready.`,
    tone: verdict ? verdictTone(verdict.verdict) : "quiet",
  });
}

const whatCameBack = ({ summary, checked }: NonNullable<Credential["statusDetail"]>): string =>
  checked ? `${summary} Checked with ${checked}.` : summary;

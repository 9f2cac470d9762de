import type { Fact } from "../../components/facts.tsx";
import type { IncomingWebhook } from "../../lib/types.ts";

/** The settings of a webhook that differ from nothing. */
export function optionFacts({ options }: IncomingWebhook): Fact[] {
  const facts: Fact[] = [];
  if (options.windowSeconds) facts.push({ label: "Time window", value: `${options.windowSeconds} seconds` });
  if (options.hubspotVersions) facts.push({ label: "Versions", value: options.hubspotVersions.join(", ") });
  if (options.signatureHeader) facts.push({ label: "Header", value: options.signatureHeader });
  return facts;
}

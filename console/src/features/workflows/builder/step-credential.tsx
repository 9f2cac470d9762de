import { useCallback } from "react";
import type { StepFunction } from "../../../lib/api/workflow-shapes.ts";
import type { Destination } from "../../../lib/types.ts";
import { CredentialChoice } from "../credential-choice.tsx";

interface StepCredentialProps {
  fn: StepFunction;
  value: string | null;
  error?: string;
  onChange: (id: string | null) => void;
}

/** Credentials that the function can call with. */
export function StepCredential({ fn, ...choice }: StepCredentialProps) {
  const wanted = fn.credential?.destinations;
  const fits = useCallback(
    ({ id, direction }: Destination) => (wanted ? wanted.includes(id) : direction === "outgoing"),
    [wanted],
  );
  return <CredentialChoice label="Credential" fits={fits} {...choice} />;
}

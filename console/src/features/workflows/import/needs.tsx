import { useCatalogue } from "../../../lib/api/systems.ts";
import type { CredentialNeed, ImportNeeds } from "../../../lib/api/workflow-shapes.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import type { Destination } from "../../../lib/types.ts";
import { CredentialChoice } from "../credential-choice.tsx";
import type { Chosen } from "./import-form.tsx";
import { ParameterNeeds } from "./parameter-needs.tsx";
import { ReferenceChoice } from "./reference-choice.tsx";

interface NeedsProps {
  needs: ImportNeeds;
  /** The event that starts the document's sample. */
  sends?: string;
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
}

/** What starts it first, then what it calls with, then the values that it reads. */
export function Needs({ needs, sends, chosen, onChange }: NeedsProps) {
  const chooseReference = (ref: string, id: string | null) =>
    onChange({ ...chosen, references: { ...chosen.references, [ref]: id } });
  const chooseCredential = (ref: string, id: string | null) =>
    onChange({ ...chosen, credentials: { ...chosen.credentials, [ref]: id } });
  return (
    <>
      {needs.references.map((need) => (
        <ReferenceChoice
          key={need.ref}
          need={need}
          sends={sends}
          value={chosen.references[need.ref] ?? null}
          onChange={(id) => chooseReference(need.ref, id)}
        />
      ))}
      {needs.credentials.map((need) => (
        <CredentialOf
          key={need.ref}
          need={need}
          value={chosen.credentials[need.ref] ?? null}
          onChange={(id) => chooseCredential(need.ref, id)}
        />
      ))}
      {needs.parameters.length > 0 && <ParameterNeeds parameters={needs.parameters} />}
    </>
  );
}

interface CredentialOfProps {
  need: CredentialNeed;
  value: string | null;
  onChange: (id: string | null) => void;
}

function CredentialOf({ need, value, onChange }: CredentialOfProps) {
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  const place = catalogue.destinationName(need.destination);
  const { destination, type, name } = need;
  return (
    <CredentialChoice
      label={name === place ? `Credential for ${place}` : `Credential for ${place}: ${name}`}
      placeholder="Leave it open, or choose one"
      fits={({ id }: Destination) => id === destination}
      wanted={{ destination, type, name }}
      value={value}
      onChange={onChange}
    />
  );
}

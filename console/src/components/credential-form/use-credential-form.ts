import { useMemo, useState } from "react";
import type { Catalogue } from "../../lib/api/systems.ts";
import type { CredentialType, Field } from "../../lib/types.ts";
import type { Recognition } from "./recognise.ts";

export interface CredentialForm {
  name: string;
  destination: string | null;
  type: CredentialType | undefined;
  types: CredentialType[];
  values: Record<string, string>;
  dirty: boolean;
  setName: (name: string) => void;
  setDestination: (id: string | null) => void;
  setType: (id: string) => void;
  setValue: (field: string, value: string) => void;
  /** Goes to where the value belongs and puts it there; it leaves the field where it was pasted. */
  take: (recognition: Recognition, from?: string) => void;
  /** The body of the request: only the fields of the type that is shown. */
  body: () => Record<string, string>;
}

/** Those that a person fills in. */
export const askedFields = (type: CredentialType | undefined): Field[] =>
  (type?.fields ?? []).filter((field) => !field.received && !field.generated);

const givenValue = (field: Field, values: Record<string, string>): string =>
  values[field.name] ?? field.defaultValue ?? "";

/** State of the card: values are kept by field name, so nothing typed is lost when destination or type change. */
export function useCredentialForm(
  catalogue: Catalogue,
  given: { destination?: string; type?: string; name?: string },
): CredentialForm {
  const [typedName, setName] = useState<string>();
  const [chosenDestination, chooseDestination] = useState<string | null>();
  const [chosenTypes, setChosenTypes] = useState<Record<string, string>>({});
  const [values, setValues] = useState<Record<string, string>>({});
  const known = given.destination && catalogue.destination(given.destination) ? given.destination : null;
  const destination = chosenDestination ?? known;
  const types = useMemo(() => (destination ? catalogue.typesOf(destination) : []), [catalogue, destination]);
  const wanted = (destination && chosenTypes[destination]) || given.type;
  const type = types.find((one) => one.id === wanted) ?? types.find((one) => one.isDefault) ?? types[0];
  const name = typedName ?? given.name ?? (destination ? catalogue.destinationName(destination) : "");
  return {
    name,
    destination,
    type,
    types,
    values,
    dirty: typedName !== undefined || Object.values(values).some(Boolean),
    setName,
    setDestination: chooseDestination,
    setType: (id) => destination && setChosenTypes((old) => ({ ...old, [destination]: id })),
    setValue: (field, value) => setValues((old) => ({ ...old, [field]: value })),
    take: ({ destination: place, type: typeId, field, value }, from) => {
      chooseDestination(place);
      setChosenTypes((old) => ({ ...old, [place]: typeId }));
      setValues((old) => ({ ...old, ...(from ? { [from]: "" } : {}), [field]: value }));
    },
    body: () => {
      const fields = askedFields(type)
        .map((field) => [field.name, givenValue(field, values)] as const)
        .filter(([, value]) => value !== "");
      return {
        name: name.trim(),
        destination: destination ?? "",
        ...(type ? { type: type.id } : {}),
        ...Object.fromEntries(fields),
      };
    },
  };
}

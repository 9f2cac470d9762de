import type { CredentialType, SystemDefinition } from "./system.ts";
import { templateFields } from "./template.ts";

/**
 * What a test call says is a sentence, and names fields that every credential has and that may be shown. What is to be
 * pasted names shown fields.
 */
export function sentenceFaults(id: string, { test, fields, paste }: CredentialType): string[] {
  const faults: string[] = [];
  for (const name of templateFields(paste?.text ?? "")) {
    if (name !== "awsAccount" && (!fields[name] || fields[name].secret))
      faults.push(`what is to be pasted for ${id} names {${name}}, which is not shown`);
  }
  for (const { verdict, summary } of test?.outcomes ?? []) {
    if (summary === "") faults.push(`the test of ${id} has no sentence for ${verdict}`);
    for (const name of templateFields(summary)) {
      const field = fields[name];
      if (!field || field.secret || field.optional)
        faults.push(`the test of ${id} says {${name}}, which may be missing`);
    }
  }
  return faults;
}

/** Warnings and recognised beginnings name destinations of the type; a beginning is anchored. */
export function recognitionFaults(system: SystemDefinition, id: string, type: CredentialType): string[] {
  const faults: string[] = [];
  const known = new Set(type.destinations ?? Object.keys(system.destinations));
  for (const [name, { warnings = [], recognise = [] }] of Object.entries(type.fields)) {
    for (const { pattern } of recognise) {
      if (!pattern.startsWith("^")) faults.push(`${id}.${name} recognises a value by more than its beginning`);
    }
    for (const destination of [
      ...warnings.flatMap((one) => one.destinations ?? []),
      ...recognise.map((one) => one.destination),
    ]) {
      if (destination !== undefined && !known.has(destination))
        faults.push(`${id}.${name} names the destination ${destination}, which ${id} is not for`);
    }
  }
  return faults;
}

import type { z } from "zod";
import type { Actor, Context } from "../../context.ts";
import type { Tx } from "../../store/db.ts";
import { listCredentialsOf } from "../../store/workflow-knowledge.ts";
import { parameterNames } from "../../store/workflow-parameters.ts";
import { listReferences, type ReferencedRow } from "../../store/workflow-references.ts";
import type { WorkflowDefinition } from "../../workflows/definition.ts";
import type { ExportDocument } from "../../workflows/export-document.ts";
import { parametersOf } from "../../workflows/expression-faults.ts";
import { scopesOf } from "../../workflows/graph.ts";
import { type ReferenceKind, referencesOf } from "../../workflows/references.ts";
import type { credentialNeed, parameterNeed, referenceNeed } from "./import-shapes.ts";

export interface Importing {
  context: Context;
  tx: Tx;
  actor: Actor;
  document: ExportDocument;
  /** With the document's names in the places of ids. */
  definition: WorkflowDefinition;
}

const mostMatches = 200;
const broken = new Set(["DISABLED", "REVOKED"]);

/** Each credential that the document names, with those of the organization that its steps can use and the actor may. */
export async function credentialNeeds(importing: Importing): Promise<z.input<typeof credentialNeed>[]> {
  const { tx, actor, document, context } = importing;
  const needs = Object.entries(document.credentials).map(([ref, credential]) => {
    const uses = usesOf(importing, ref);
    return { ref, ...credential, places: uses.map(({ place }) => place), accepted: acceptedBy(uses, credential) };
  });
  const found = await listCredentialsOf(tx, [...new Set(needs.flatMap(({ accepted }) => accepted))], mostMatches);
  const usable = found.filter(
    ({ id, destination, type }) =>
      context.registry.type(destination, type)?.authorize !== undefined &&
      ["config:use", "config:update"].some((action) => actor.may(action, "credential", id)),
  );
  return needs.map(({ accepted, ...need }) => {
    const same = (one: { destination: string; type: string }): boolean =>
      one.destination === need.destination && one.type === need.type;
    const fitting = usable.filter(({ destination }) => accepted.includes(destination));
    const matches = fitting.toSorted((a, b) => Number(same(b)) - Number(same(a)));
    const working = matches.filter((one) => same(one) && !broken.has(one.status));
    return { ...need, matches, suggestedId: suggest(working, need.name) };
  });
}

interface Use {
  place: string;
  /** Destinations that the function takes; undefined: any. */
  destinations: string[] | undefined;
}

function usesOf({ context, definition }: Importing, ref: string): Use[] {
  return scopesOf(definition).flatMap(({ path, steps }) =>
    steps.flatMap((step, index) => {
      if (step.credentialId !== ref) return [];
      const { credential } = context.workflows.functions.find(step.function) ?? {};
      return [{ place: `${path}.${index}.credentialId`, destinations: credential?.destinations }];
    }),
  );
}

/** The document's own destination, and others that every step of the credential takes: Stripe's test mode for Stripe. */
function acceptedBy(uses: Use[], { destination }: { destination: string }): string[] {
  const named = uses.flatMap(({ destinations }) => destinations ?? []);
  const candidates = [...new Set([destination, ...named])];
  return candidates.filter((one) => uses.every(({ destinations }) => (destinations ?? [destination]).includes(one)));
}

/** The one of the same name, or the only one there is. */
function suggest(matches: { id: string; name: string }[], name: string): string | null {
  const sameName = matches.filter((one) => one.name === name);
  const [only] = sameName.length > 0 ? sameName : matches;
  return (sameName.length === 1 || matches.length === 1) && only ? only.id : null;
}

/** Each webhook, rule and workflow that the document names, with those of the organization that could stand there. */
export async function referenceNeeds(importing: Importing): Promise<z.input<typeof referenceNeed>[]> {
  const { tx, actor, document, definition, context } = importing;
  const placed = referencesOf(definition, context.workflows.functions);
  const needs = Object.entries(document.references);
  const known = new Map<ReferenceKind, ReferencedRow[]>();
  for (const kind of new Set(needs.map(([, { kind }]) => kind))) {
    const rows = await listReferences(tx, kind, mostMatches);
    known.set(
      kind,
      rows.filter(({ id }) => actor.may("config:retrieve", resources[kind], id)),
    );
  }
  return needs.map(([ref, need]) => {
    const fits = (row: ReferencedRow): boolean =>
      (need.credentialType === null || row.credentialType === need.credentialType) &&
      (need.eventName === null || row.eventName === need.eventName);
    const matches = (known.get(need.kind) ?? []).toSorted((a, b) => Number(fits(b)) - Number(fits(a)));
    const places = placed.filter(({ id }) => id === ref).map(({ place }) => place);
    const isTrigger = places.includes("trigger.webhookId");
    const free = matches.filter((row) => fits(row) && !(isTrigger && row.isTaken));
    const shown = matches.map(({ kind: _, isTaken: __, ...row }) => row);
    return { ref, ...need, places, matches: shown, suggestedId: suggestReference(free, need) };
  });
}

const resources = {
  incomingwebhook: "incomingwebhook",
  notificationrule: "event",
  webhook: "webhook",
  workflow: "workflow",
} as const;

function suggestReference(fitting: ReferencedRow[], need: { code: string | null; name: string }): string | null {
  const sameCode = fitting.find(({ code }) => need.code !== null && code === need.code);
  return sameCode?.id ?? suggest(fitting, need.name);
}

/** Each global parameter that the expressions name, and whether the organization has it. */
export async function parameterNeeds({
  tx,
  document,
  definition,
}: Importing): Promise<z.input<typeof parameterNeed>[]> {
  const existing = new Set(await parameterNames(tx));
  const secret = new Set(document.secretParameters);
  return [...parametersOf(definition)].map(([name, places]) => ({
    ...{ name, secret: secret.has(name), exists: existing.has(name), places },
  }));
}

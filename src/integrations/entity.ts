import type { StoredEvent } from "../events/event.ts";

/** `billing.bill.created` is of the type `bill` (in lower case); null: an event that nothing is made of. */
export function entityTypeOf(eventName: string): string | null {
  const parts = eventName.split(".");
  if (parts.length < 2 || parts[0] === "integration") return null;
  return parts.at(-2)?.toLowerCase() ?? null;
}

/** The thing after the event, or before it where it is gone. */
export function entityOf({ data }: Pick<StoredEvent, "data">): Record<string, unknown> {
  return objectOf(data.new) ?? objectOf(data.old) ?? data;
}

export function objectOf(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

export function textOf(value: unknown): string | null {
  return (typeof value === "string" && value !== "") || typeof value === "number" ? String(value) : null;
}

/** An account's own id, else the account that the entity names. */
export function accountIdOf(entityType: string, entity: Record<string, unknown>): string | null {
  return textOf(entityType.toLowerCase() === "account" ? entity.id : entity.accountId);
}

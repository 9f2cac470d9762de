import { CalculationError, compile, holds } from "../calculations/calculations.ts";
import type { ConfigData } from "../store/integration-tables.ts";
import { accountIdOf, objectOf } from "./entity.ts";

/** What the expression of an account filter may read. */
export const accountRoots = ["id", "accountName", "accountCode", "name", "code", "address", "currency", "customFields"];

type Filter = NonNullable<ConfigData["accountFilter"]>;

/**
 * Whether the entity's account passes. The deny list wins. The expression reads the account itself, or the `account` that
 * the entity holds. One that cannot be evaluated passes nothing and throws CalculationError.
 */
export function passesFilter(filter: Filter | undefined, entityType: string, entity: Record<string, unknown>): boolean {
  if (!filter) return true;
  const accountId = accountIdOf(entityType, entity);
  if (accountId !== null && filter.deny?.includes(accountId)) return false;
  if (filter.allow && (accountId === null || !filter.allow.includes(accountId))) return false;
  if (!filter.expression) return true;
  const isAccount = entityType.toLowerCase() === "account";
  const account = isAccount ? entity : { ...objectOf(entity.account), id: accountId };
  const scope = { accountName: account.name, accountCode: account.code, ...account };
  return holds(compile(filter.expression, accountRoots), scope);
}

/** A filter that fails lets the run be made: its first attempt says what is wrong. */
export function passesOrFails(...given: Parameters<typeof passesFilter>): boolean {
  try {
    return passesFilter(...given);
  } catch (error) {
    if (error instanceof CalculationError) return true;
    throw error;
  }
}

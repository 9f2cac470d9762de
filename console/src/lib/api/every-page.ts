import { request } from "../http.ts";
import type { Page } from "../types.ts";

/** A whole list, page after page. */
export async function everyPage<T>(path: string, signal: AbortSignal): Promise<T[]> {
  const all: T[] = [];
  let nextToken: string | null = null;
  do {
    const page: Page<T> = await request<Page<T>>("GET", path, { query: { pageSize: 200, nextToken }, signal });
    all.push(...page.data);
    nextToken = page.nextToken;
  } while (nextToken !== null);
  return all;
}

import { isDeeperThan } from "../../json-depth.ts";
import type { TriggerMessage } from "../../store/trigger-messages.ts";
import { chainHeader, placeInHeader } from "./chain.ts";

/** What the database and expressions can hold; a deeper body stays text. */
export const deepestJson = 500;

/** What `$trigger` is for an incoming webhook. Headers by lower-case name; those that hold secrets say so. */
export function messageInput(message: TriggerMessage): Record<string, unknown> {
  const headers = Object.fromEntries(message.headers.map(([name, value]) => [name.toLowerCase(), value]));
  const depth = placeInHeader(headers[chainHeader]);
  const query = message.url.includes("?") ? message.url.slice(message.url.indexOf("?") + 1) : "";
  return {
    type: "webhook",
    messageId: message.id,
    webhookId: message.webhookId,
    receivedAt: message.receivedAt.toISOString(),
    eventId: message.providerEventId,
    eventType: message.eventType,
    method: message.method,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers,
    body: parseBody(message),
    ...(depth > 0 && { depth }),
  };
}

function parseBody({ body, headers }: TriggerMessage): unknown {
  const text = body.toString("utf8");
  if (isDeeperThan(text, deepestJson)) return text;
  try {
    return JSON.parse(text);
  } catch {
    const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
    return type.includes("x-www-form-urlencoded") ? Object.fromEntries(new URLSearchParams(text)) : text;
  }
}

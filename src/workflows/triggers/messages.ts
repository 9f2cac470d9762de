import type { Context } from "../../context.ts";
import type { ActiveRun } from "../../store/run-claims.ts";
import { type MarkedMessage, markAndStart, type NewRun, type RunOfMessage } from "../../store/run-queue.ts";
import { readMessageBodies, type TriggerMessage } from "../../store/trigger-messages.ts";
import type { Definitions } from "../definitions.ts";
import type { Engine } from "../engine/engine.ts";
import { longestChain, placeInChain } from "./chain.ts";
import { messageInput } from "./message-input.ts";
import { newRun, passesFilter } from "./new-run.ts";
import { endWaits } from "./waits.ts";
import type { WebhookLinks } from "./webhook-links.ts";

export interface MessageKey extends MarkedMessage {
  webhookId: string;
}

export interface MessageTrigger {
  /** Marks the messages as processed and starts their workflows' runs, each once. Four queries for any number. */
  process(messages: readonly MessageKey[]): Promise<void>;
}

interface Parts {
  context: Context;
  definitions: Definitions;
  links: WebhookLinks;
  engine: Engine;
}

export function createMessageTrigger(parts: Parts): MessageTrigger {
  const { context, engine } = parts;
  const pool = context.store.systemPool;
  return {
    process: async (messages) => {
      const linked = await withWorkflows(parts, messages);
      const bodies = linked.length === 0 ? [] : await readMessageBodies(pool, linked);
      const runs = (await Promise.all(bodies.map((message) => runOf(parts, message)))).filter(
        (run) => run !== undefined,
      );
      let room = engine.room();
      const given = runs.map((run): RunOfMessage => {
        const isTaken = run.run.runLimit === null && run.run.orderingKey === null && room-- > 0;
        return { ...run, isTaken };
      });
      const started = await markAndStart(pool, messages, given, engine.owner);
      const made = given.filter(({ run }) => started.has(run.id));
      engine.take(
        made.filter(({ isTaken }) => isTaken).map(({ run }) => toActive(run, engine.owner)),
        true,
      );
      const isWoken = await endWaits(context, messages);
      if (isWoken || made.some(({ isTaken }) => !isTaken)) void engine.claim();
    },
  };
}

async function withWorkflows({ links }: Parts, messages: readonly MessageKey[]): Promise<MessageKey[]> {
  const found = await Promise.all(
    messages.map(async (message) => (await links.workflowOf(message.webhookId)) !== null),
  );
  return messages.filter((_, index) => found[index]);
}

async function runOf(
  { context, definitions, links }: Parts,
  message: TriggerMessage,
): Promise<{ messageId: string; run: NewRun } | undefined> {
  const workflowId = await links.workflowOf(message.webhookId);
  const runnable = workflowId === null ? undefined : await definitions.runnable(workflowId);
  if (!runnable?.enabled || runnable.organizationId !== message.organizationId) return undefined;
  if (runnable.workflow.definition.trigger.type !== "webhook") return undefined;
  const input = messageInput(message);
  if (placeInChain(input) > longestChain + 1) return undefined;
  if (!(await passesFilter(context, runnable, input))) return undefined;
  const run = await newRun(context, { runnable, type: "webhook", ref: message.id, input });
  return { messageId: message.id, run };
}

/** The row as `markAndStart` wrote it, without reading it again. */
function toActive(run: NewRun, owner: string): ActiveRun {
  return {
    id: run.id,
    organization_id: run.organizationId,
    workflow_id: run.workflowId,
    workflow_version: run.version,
    definition: run.definition,
    is_test: run.isTest,
    trigger_type: run.triggerType,
    trigger_ref: run.triggerRef,
    input: run.input,
    retry_of: null,
    parent_run_id: null,
    parent_step: null,
    dt_created: run.createdAt,
    dt_started: run.createdAt,
    state: "RUNNING",
    owner,
    wake_at: run.createdAt,
    deadline_at: run.deadlineAt,
    run_limit: null,
    ordering_key: null,
    woken: false,
  };
}

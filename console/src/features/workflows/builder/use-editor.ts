import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { notifyProblem } from "../../../components/notice.ts";
import type { Definition, Fault, Workflow } from "../../../lib/api/workflow-shapes.ts";
import { saveDraft, validateDefinition, workflowKey } from "../../../lib/api/workflows.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { emptyDefinition, withoutBlanks } from "./definition.ts";
import { type EditHistory, goBack, goForward, noteChange } from "./edit-history.ts";

const pauseMs = 600;

export interface Editor {
  definition: Definition;
  faults: Fault[];
  /** Typed, but not yet with the server. */
  isSaving: boolean;
  canUndo: boolean;
  canRedo: boolean;
  /** `field` is what is typed in: going on in it is undone as one change. */
  change: (next: Definition, field?: string) => void;
  undo: () => void;
  redo: () => void;
  /** Resolves once everything is with the server. */
  flush: () => Promise<void>;
}

/** The draft while it is edited: every change can be undone, and is saved after a pause. */
export function useEditor(workflow: Workflow): Editor {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const [definition, setDefinition] = useState<Definition>(workflow.draft ?? workflow.published ?? emptyDefinition);
  const [faults, setFaults] = useState<Fault[]>([]);
  const [history, setHistory] = useState<EditHistory<Definition>>({ past: [], future: [] });
  const [isSaving, setSaving] = useState(false);
  const waiting = useRef<Definition>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const saving = useRef<Promise<void>>(Promise.resolve());
  const latest = useRef(definition);
  latest.current = definition;

  useEffect(() => {
    validateDefinition(org, latest.current, workflow.id).then(
      (answer) => setFaults(answer.faults),
      () => undefined,
    );
  }, [org, workflow.id]);

  const flush = useCallback((): Promise<void> => {
    clearTimeout(timer.current);
    saving.current = saving.current.then(async () => {
      const given = waiting.current;
      if (!given) return;
      waiting.current = undefined;
      const key = workflowKey(org, workflow.id);
      const version = client.getQueryData<Workflow>(key)?.version ?? workflow.version;
      try {
        const { faults: found, ...saved } = await saveDraft(org, workflow.id, {
          version,
          definition: withoutBlanks(given),
        });
        client.setQueryData(key, saved);
        setFaults(found);
      } catch (error) {
        notifyProblem("The draft is not saved", error);
      }
      if (!waiting.current) setSaving(false);
    });
    return saving.current;
  }, [client, org, workflow.id, workflow.version]);

  const keep = useCallback(
    (next: Definition) => {
      setDefinition(next);
      waiting.current = next;
      setSaving(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), pauseMs);
    },
    [flush],
  );

  useEffect(() => () => void flush(), [flush]);

  const travel = (to: typeof goBack<Definition>) => {
    const { history: next, state } = to(history, definition);
    if (state === definition) return;
    setHistory(next);
    keep(state);
  };
  return {
    definition,
    faults,
    isSaving,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    change(next, field) {
      setHistory((old) => noteChange(old, definition, field, Date.now()));
      keep(next);
    },
    undo: () => travel(goBack),
    redo: () => travel(goForward),
    flush,
  };
}

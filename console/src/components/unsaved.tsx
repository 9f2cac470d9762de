import { useBlocker } from "@tanstack/react-router";
import { type RefObject, useRef } from "react";
import { ConfirmDialog } from "./confirm-dialog.tsx";

/** Asks before typed values are lost. Set `saved.current` before leaving on purpose. */
export function useUnsaved(dirty: boolean): { saved: RefObject<boolean>; question: React.ReactNode } {
  const saved = useRef(false);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && !saved.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty && !saved.current,
    withResolver: true,
  });
  const question = (
    <ConfirmDialog
      opened={blocker.status === "blocked"}
      title="Leave without saving?"
      confirmLabel="Leave"
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    >
      What you typed on this page is not kept.
    </ConfirmDialog>
  );
  return { saved, question };
}

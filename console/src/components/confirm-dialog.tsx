import { Button, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { ApiProblem } from "../lib/http.ts";
import { FormProblem } from "./form-problem.tsx";

interface ConfirmDialogProps {
  opened: boolean;
  title: string;
  /** Begins with a verb that the notice repeats, e.g. "Yes, delete". */
  confirmLabel: string;
  danger?: boolean;
  pending?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A question before something is lost. Cancel has the focus when the answer is dangerous. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, title, confirmLabel, danger = true, pending = false, error, onConfirm, onClose, children } = props;
  return (
    <Modal opened={opened} onClose={onClose} title={title} withCloseButton={false}>
      {children}
      {error instanceof ApiProblem && <FormProblem error={error} mt={16} />}
      <Group justify="flex-end" gap={8} mt={24}>
        <Button variant="default" onClick={onClose} data-autofocus={danger || undefined}>
          Cancel
        </Button>
        <Button
          color={danger ? "red" : undefined}
          loading={pending}
          onClick={onConfirm}
          data-autofocus={danger ? undefined : true}
        >
          {confirmLabel}
        </Button>
      </Group>
    </Modal>
  );
}

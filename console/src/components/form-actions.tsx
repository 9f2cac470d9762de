import { Button, Group } from "@mantine/core";
import type { ReactNode } from "react";

interface FormActionsProps {
  /** What saving does, e.g. "Create credential". */
  children: ReactNode;
  pending: boolean;
  disabled?: boolean;
  onCancel: () => void;
}

/** The end of a form: to leave it, and to save. */
export function FormActions({ children, pending, disabled, onCancel }: FormActionsProps) {
  return (
    <Group justify="flex-end" gap={8} mt={24}>
      <Button variant="default" onClick={onCancel}>
        Cancel
      </Button>
      <Button type="submit" loading={pending} disabled={disabled}>
        {children}
      </Button>
    </Group>
  );
}

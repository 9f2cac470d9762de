import { Modal } from "@mantine/core";
import { createContext, type ReactNode, use, useCallback, useEffect, useState } from "react";

interface DialogProps {
  title: string;
  opened: boolean;
  onClose: () => void;
  size?: number;
  children: ReactNode;
}

const Beneath = createContext<((change: 1 | -1) => void) | undefined>(undefined);

/** A dialog with a form, which may open another one above itself: Escape and the focus belong to the upper one. */
export function Dialog({ title, opened, onClose, size = 560, children }: DialogProps) {
  const [above, setAbove] = useState(0);
  const count = useCallback((change: 1 | -1) => setAbove((old) => old + change), []);
  const tell = use(Beneath);
  useEffect(() => {
    if (!opened || !tell) return;
    tell(1);
    return () => tell(-1);
  }, [opened, tell]);
  const isTop = above === 0;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      closeOnClickOutside={false}
      closeOnEscape={isTop}
      trapFocus={isTop}
      withCloseButton={false}
      attributes={{ header: { role: "presentation" } }}
    >
      <Beneath value={count}>{children}</Beneath>
    </Modal>
  );
}

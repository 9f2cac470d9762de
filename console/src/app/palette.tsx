import { useHotkeys } from "@mantine/hooks";
import { lazy, Suspense, useSyncExternalStore } from "react";

const PaletteDialog = lazy(() => import("./palette-dialog.tsx"));

let opened = false;
let wanted = false;
const listeners = new Set<() => void>();

function setOpened(next: boolean): void {
  opened = next;
  wanted ||= next;
  for (const tell of listeners) tell();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const openPalette = () => setOpened(true);
const closePalette = () => setOpened(false);

/** Ctrl or Cmd + K: every page, every action, credentials by name. Loaded when it is first asked for. */
export function Palette() {
  const isOpen = useSyncExternalStore(subscribe, () => opened);
  useHotkeys([["mod+K", () => setOpened(!opened)]], []);
  if (!wanted) return null;
  return (
    <Suspense>
      <PaletteDialog opened={isOpen} onClose={closePalette} />
    </Suspense>
  );
}

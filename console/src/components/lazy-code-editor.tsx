import { Skeleton } from "@mantine/core";
import { type ComponentProps, lazy, Suspense } from "react";

const CodeEditor = lazy(() => import("./code-editor.tsx").then((module) => ({ default: module.CodeEditor })));

/** The editor of code, read when a page first needs it. */
export function LazyCodeEditor(props: ComponentProps<typeof CodeEditor>) {
  return (
    <Suspense fallback={<Skeleton aria-busy="true" height={36} />}>
      <CodeEditor {...props} />
    </Suspense>
  );
}

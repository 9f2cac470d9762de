import type { ErrorComponentProps } from "@tanstack/react-router";
import { ErrorState } from "../components/error-state.tsx";
import { useTitle } from "../components/page.tsx";

export function PageError({ error, reset }: ErrorComponentProps) {
  useTitle("Something went wrong");
  return <ErrorState error={error} onRetry={reset} />;
}

import type { ErrorComponentProps } from "@tanstack/react-router";
import { ErrorPage } from "../components/error-state.tsx";

export function PageError({ error }: ErrorComponentProps) {
  return <ErrorPage error={error} onRetry={() => window.location.reload()} />;
}

import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { ApiProblem } from "../lib/http.ts";
import { CopyButton } from "./copy.tsx";
import { useTitle } from "./page.tsx";
import classes from "./state.module.css";

interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
  /** Of the title, where nothing else on the page is a heading. */
  heading?: "h1" | "p";
}

/** What happened, why as far as known, and what to do. */
export function ErrorState({ error, onRetry, heading: Heading = "p" }: ErrorStateProps) {
  const problem = error instanceof ApiProblem ? error : undefined;
  const missing = problem?.status === 404;
  const title = missing ? "It is not here" : (problem?.title ?? "This page could not be shown");
  const text = missing
    ? "It may have been deleted, or it belongs to another organization. Check the address or the organization you are in."
    : problem && problem.message !== problem.title
      ? problem.message
      : "Try again. If it goes on, tell your administrator what you did and the request ID.";
  return (
    <div className={classes.state} role="alert">
      <div className={classes.icon} data-tone="bad" aria-hidden="true">
        <IconAlertTriangle size={20} />
      </div>
      <Heading className={classes.title}>{title}</Heading>
      <p className={classes.text}>{text}</p>
      {onRetry && !missing && (
        <div className={classes.action}>
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        </div>
      )}
      {problem?.requestId && (
        <p className={classes.request}>
          Request <code>{problem.requestId}</code>
          <CopyButton text={problem.requestId} what="Copy request ID" />
        </p>
      )}
    </div>
  );
}

/** A page that cannot be shown. */
export function ErrorPage({ error, onRetry }: Omit<ErrorStateProps, "heading">) {
  const missing = error instanceof ApiProblem && error.status === 404;
  useTitle(missing ? "Not found" : "Something went wrong");
  return <ErrorState error={error} onRetry={onRetry} heading="h1" />;
}

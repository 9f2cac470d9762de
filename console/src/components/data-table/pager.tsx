import { Group } from "@mantine/core";
import { LinkButton } from "../links.tsx";
import classes from "./pager.module.css";

interface PagerProps {
  /** Cursor of the page that is shown; absent on the first one. */
  after: string | undefined;
  nextToken: string | null | undefined;
  rows: number;
}

/** Cursor paging in the URL (`after`): the browser's back goes to the page before. */
export function Pager({ after, nextToken, rows }: PagerProps) {
  if (!after && !nextToken) return null;
  return (
    <nav className={classes.pager} aria-label="Pages">
      <span>{rows} on this page</span>
      <Group gap={8}>
        {after && (
          <LinkButton
            to="."
            search={(old: Record<string, unknown>) => ({ ...old, after: undefined })}
            variant="default"
            size="xs"
          >
            First page
          </LinkButton>
        )}
        {nextToken && (
          <LinkButton
            to="."
            search={(old: Record<string, unknown>) => ({ ...old, after: nextToken })}
            variant="default"
            size="xs"
          >
            Next page
          </LinkButton>
        )}
      </Group>
    </nav>
  );
}

import { ActionIcon, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { copyText } from "../lib/copy.ts";
import classes from "./copy.module.css";

/** What scrolls must be reachable by keyboard. */
const scrollable = (label: string) => ({ tabIndex: 0, role: "region", "aria-label": label });

function useCopied(text: string): [copied: boolean, copy: () => void] {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return [copied, () => void copyText(text).then(setCopied)];
}

/** A small button that puts `text` on the clipboard. `what` names it: "Copy ID". */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, copy] = useCopied(text);
  return (
    <Tooltip label={copied ? "Copied" : what}>
      <ActionIcon aria-label={what} onClick={copy} size={24}>
        {copied ? <IconCheck size={14} color="var(--good)" /> : <IconCopy size={14} />}
        <span className={classes.hidden} role="status">
          {copied ? "Copied" : ""}
        </span>
      </ActionIcon>
    </Tooltip>
  );
}

/** An ID shortened to its tail, whole on hover and on the clipboard. */
export function CopyId({ id, whole = false }: { id: string; whole?: boolean }) {
  return (
    <span className={classes.id} data-whole={whole}>
      <code title={id}>{whole ? id : `…${id.slice(-6)}`}</code>
      <CopyButton text={id} what="Copy ID" />
    </span>
  );
}

/** A value that is there to be copied, on a line of its own. */
export function CopyLine({ value, what }: { value: string; what: string }) {
  return (
    <div className={classes.line}>
      <code className={classes.value}>{value}</code>
      <CopyButton text={value} what={what} />
    </div>
  );
}

/** Text in lines, e.g. a command, with copy. */
export function CodeBlock({ code, what, wrap = false }: { code: string; what: string; wrap?: boolean }) {
  return (
    <div className={classes.block}>
      <pre className={classes.code} data-wrap={wrap} {...scrollable(what.replace(/^Copy /, ""))}>
        {code}
      </pre>
      <div className={classes.corner}>
        <CopyButton text={code} what={what} />
      </div>
    </div>
  );
}

import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { CodeBlock } from "../../components/copy.tsx";
import type { Message } from "../../lib/types.ts";
import classes from "./messages.module.css";

function pretty(message: Message): string | undefined {
  if (message.bodyEncoding !== "utf-8") return undefined;
  try {
    return JSON.stringify(JSON.parse(message.body), null, 2);
  } catch {
    return undefined;
  }
}

/** Body and headers as they came; secret headers are sealed. */
export function MessageContent({ message }: { message: Message }) {
  const formatted = pretty(message);
  const [view, setView] = useState("formatted");
  const shown = view === "formatted" && formatted !== undefined ? formatted : message.body;
  return (
    <>
      <section>
        <div className={classes.bodyHead}>
          <h3 className={classes.heading}>Body{message.bodyEncoding === "base64" && ", in base64"}</h3>
          {formatted !== undefined && (
            <SegmentedControl
              size="xs"
              aria-label="Show body"
              data={[
                { value: "formatted", label: "Formatted" },
                { value: "raw", label: "Raw" },
              ]}
              value={view}
              onChange={setView}
            />
          )}
        </div>
        {message.body ? (
          <CodeBlock code={shown} what="Copy body" wrap={view === "raw"} />
        ) : (
          <p className={classes.none}>The body is empty.</p>
        )}
      </section>
      <section>
        <h3 className={classes.heading}>Headers</h3>
        <table className={classes.headers}>
          <tbody>
            {message.headers.map(([name, value], index) => (
              <tr key={`${name}-${index.toString()}`}>
                <th scope="row">{name}</th>
                <td>
                  <code>{value}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

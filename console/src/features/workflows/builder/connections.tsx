import { Button, Group } from "@mantine/core";
import type { Step, StepFunction } from "../../../lib/api/workflow-shapes.ts";
import classes from "./builder.module.css";
import { connect, disconnect, portsOf, type Scope, titleOf } from "./definition.ts";
import { wayWords } from "./way-words.ts";

interface ConnectionsProps {
  scope: Scope;
  functions: StepFunction[];
  /** None: the trigger, or the beginning of a loop. */
  step?: Step;
  onChange: (scope: Scope) => void;
}

/** The ways out of a step as words, for the keyboard: what each leads to, and what it could lead to. */
export function Connections({ scope, functions, step, onChange }: ConnectionsProps) {
  const others = scope.steps.filter(({ id }) => id !== step?.id);
  if (others.length === 0) return null;
  const from = step?.id ?? null;
  const fn = functions.find(({ id }) => id === step?.function);
  const ways = step
    ? portsOf(step, fn).map((port) => ({ port, targets: step.next[port] ?? [] }))
    : [{ port: "next", targets: scope.next }];
  return (
    <details className={classes.ways}>
      <summary>Ways out</summary>
      {ways.map(({ port, targets }) => (
        <fieldset key={port} className={classes.way}>
          <legend>{wayWords(port)}</legend>
          <Group gap={6}>
            {others.map((other) => {
              const isOn = targets.includes(other.id);
              const change = isOn ? disconnect : connect;
              return (
                <Button
                  key={other.id}
                  size="compact-xs"
                  variant={isOn ? "filled" : "default"}
                  aria-pressed={isOn}
                  onClick={() => onChange(change(scope, from, port, other.id))}
                >
                  {titleOf(other, functions)}
                </Button>
              );
            })}
          </Group>
        </fieldset>
      ))}
    </details>
  );
}

import { Button, Group } from "@mantine/core";
import type { Step, StepFunction } from "../../../lib/api/workflow-shapes.ts";
import classes from "./builder.module.css";
import { connect, disconnect, portsOf, type Scope } from "./definition.ts";

/** The ways out of a step as words, for the keyboard: what each leads to, and what it could lead to. */
export function Connections(props: {
  scope: Scope;
  step: Step;
  fn: StepFunction | undefined;
  onChange: (scope: Scope) => void;
}) {
  const { scope, step, fn, onChange } = props;
  const others = scope.steps.filter(({ id }) => id !== step.id);
  if (others.length === 0) return null;
  return (
    <details className={classes.ways}>
      <summary>Ways out</summary>
      {portsOf(step, fn).map((port) => (
        <fieldset key={port} className={classes.way}>
          <legend>{port === "next" ? "Then" : port === "error" ? "If it fails" : port}</legend>
          <Group gap={6}>
            {others.map(({ id, name }) => {
              const isOn = step.next[port]?.includes(id) ?? false;
              return (
                <Button
                  key={id}
                  size="compact-xs"
                  variant={isOn ? "filled" : "default"}
                  aria-pressed={isOn}
                  onClick={() =>
                    onChange(isOn ? disconnect(scope, step.id, port, id) : connect(scope, step.id, port, id))
                  }
                >
                  {name ?? id}
                </Button>
              );
            })}
          </Group>
        </fieldset>
      ))}
    </details>
  );
}

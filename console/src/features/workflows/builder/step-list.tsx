import { StatusDot } from "../../../components/status-dot.tsx";
import type { StepFunction } from "../../../lib/api/workflow-shapes.ts";
import classes from "./builder.module.css";
import { type Scope, titleOf } from "./definition.ts";
import type { StepMark } from "./step-node.tsx";

interface StepListProps {
  scope: Scope;
  functions: StepFunction[];
  start: { title: string; detail: string };
  marks: ReadonlyMap<string, StepMark>;
  selected: string | null;
  onSelect: (id: string) => void;
}

/** The graph as a list, where there is no room for one. */
export function StepList({ scope, functions, start, marks, selected, onSelect }: StepListProps) {
  const rows = [
    { id: "$start", title: start.title, detail: start.detail },
    ...scope.steps.map((step) => {
      const fn = functions.find(({ id }) => id === step.function);
      return {
        id: step.id,
        title: titleOf(step, functions),
        detail: step.name ? (fn?.name ?? step.function) : step.id,
      };
    }),
  ];
  return (
    <ol className={classes.list} aria-label="Steps">
      {rows.map(({ id, title, detail }) => {
        const mark = marks.get(id);
        return (
          <li key={id}>
            <button type="button" className={classes.row} aria-current={selected === id} onClick={() => onSelect(id)}>
              <span className={classes.rowTitle}>{title}</span>
              <span className={classes.none}>{detail}</span>
              {mark && <StatusDot tone={mark.tone}>{mark.word}</StatusDot>}
            </button>
          </li>
        );
      })}
    </ol>
  );
}

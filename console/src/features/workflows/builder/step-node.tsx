import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import type { Tone } from "../../../lib/words.ts";
import classes from "./canvas.module.css";
import { wayWords } from "./way-words.ts";

/** What is to be seen of a step: a fault, or what became of it in a run. */
export interface StepMark {
  tone: Tone;
  word: string;
}

export type StepNodeData = {
  title: string;
  detail: string;
  ports: string[];
  isStart: boolean;
  mark?: StepMark;
};

/** One step: where it is entered above, its ways out below. */
export function StepNode({ data, selected }: NodeProps<Node<StepNodeData>>) {
  const { title, detail, ports, isStart, mark } = data;
  const isForked = ports.some((port) => port !== "next" && port !== "error");
  return (
    <div className={classes.node} data-selected={selected} data-start={isStart} data-tone={mark?.tone}>
      {!isStart && <Handle type="target" position={Position.Top} />}
      <div className={classes.title}>{title}</div>
      <div className={classes.detail}>{detail}</div>
      {mark && (
        <div className={classes.mark} data-tone={mark.tone}>
          {mark.word}
        </div>
      )}
      {ports.map((port, at) => (
        <Handle
          key={port}
          id={port}
          type="source"
          position={Position.Bottom}
          className={port === "error" ? classes.errorPort : undefined}
          style={{ left: `${((at + 1) * 100) / (ports.length + 1)}%` }}
          title={wayWords(port)}
        >
          {isForked && <span className={classes.port}>{wayWords(port)}</span>}
        </Handle>
      ))}
    </div>
  );
}

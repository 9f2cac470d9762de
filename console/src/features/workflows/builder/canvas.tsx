import "@xyflow/react/dist/style.css";
import {
  Background,
  type Connection,
  Controls,
  type Edge,
  MarkerType,
  MiniMap,
  type Node,
  type NodeChange,
  ReactFlow,
  type ReactFlowInstance,
  useEdgesState,
  useNodesState,
} from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import type { Position, StepFunction } from "../../../lib/api/workflow-shapes.ts";
import classes from "./canvas.module.css";
import { portsOf, type Scope, titleOf } from "./definition.ts";
import { layAround, layOut, nodeWidth } from "./layout.ts";
import { type StepMark, StepNode, type StepNodeData } from "./step-node.tsx";
import { wayWords } from "./way-words.ts";

const nodeTypes = { step: StepNode };
export const startId = "$start";
const whole = { maxZoom: 1, padding: 0.15 };

interface CanvasProps {
  scope: Scope;
  functions: StepFunction[];
  start: { title: string; detail: string; position?: Position };
  selected: readonly string[];
  marks: ReadonlyMap<string, StepMark>;
  readOnly?: boolean;
  onSelect?: (ids: string[]) => void;
  onConnect?: (from: string | null, port: string, to: string) => void;
  onDisconnect?: (edges: { from: string | null; port: string; to: string }[]) => void;
  onRemove?: (ids: string[]) => void;
  onMove?: (positions: Map<string, Position>) => void;
}

/** Steps as a graph. Tab reaches each, Enter opens it, arrows move it, Delete takes it away; with Shift dragged or Ctrl clicked, several. */
export function Canvas(props: CanvasProps) {
  const { scope, functions, start, selected, marks, readOnly = false } = props;
  const laidOut = useMemo(() => positionsOf(scope, start.position), [scope, start.position]);
  const wanted = useMemo(
    () => nodesOf({ scope, functions, start, selected, marks, readOnly }, laidOut),
    [scope, functions, start, selected, marks, readOnly, laidOut],
  );
  const [nodes, setNodes, onNodesChange] = useNodesState<Node<StepNodeData>>(wanted);
  useEffect(() => setNodes(wanted), [wanted, setNodes]);
  const wantedEdges = useMemo(() => edgesOf(scope, functions, start.title), [scope, functions, start.title]);
  const [edges, setEdges, onEdgesChange] = useEdgesState<Edge>(wantedEdges);
  useEffect(() => setEdges(wantedEdges), [wantedEdges, setEdges]);
  const shown = useRef<ReactFlowInstance<Node<StepNodeData>>>(undefined);
  const count = scope.steps.length;
  useEffect(() => {
    const timer = setTimeout(() => count > 0 && shown.current?.fitView(whole), 50);
    return () => clearTimeout(timer);
  }, [count]);
  const chosen = useRef<ReadonlySet<string>>(new Set());
  chosen.current = new Set(selected);
  const connect = ({ source, sourceHandle, target }: Connection) =>
    props.onConnect?.(source === startId ? null : source, sourceHandle ?? "next", target);
  const follow = (changes: NodeChange<Node<StepNodeData>>[]) => {
    onNodesChange(changes);
    const next = new Set(chosen.current);
    for (const one of changes) {
      if (one.type !== "select") continue;
      if (one.selected) next.add(one.id);
      else next.delete(one.id);
    }
    if (next.symmetricDifference(chosen.current).size === 0) return;
    chosen.current = next;
    props.onSelect?.([...next]);
  };
  return (
    <ReactFlow
      className={classes.canvas}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      onNodesChange={follow}
      onEdgesChange={onEdgesChange}
      nodesConnectable={!readOnly}
      nodesDraggable={!readOnly}
      deleteKeyCode={readOnly ? null : ["Delete", "Backspace"]}
      onConnect={connect}
      onNodesDelete={(gone) => props.onRemove?.(gone.map(({ id }) => id).filter((id) => id !== startId))}
      onEdgesDelete={(gone) => props.onDisconnect?.(gone.map(partsOf))}
      onNodeDragStop={(_, __, moved) =>
        props.onMove?.(new Map([...nodes, ...moved].map(({ id, position }) => [id, position])))
      }
      onPaneClick={() => props.onSelect?.([])}
      onInit={(instance) => {
        shown.current = instance;
      }}
      fitView
      fitViewOptions={whole}
      minZoom={0.2}
      maxZoom={1.5}
      ariaLabelConfig={{ "minimap.ariaLabel": "Overview of the workflow" }}
    >
      <Background gap={16} color="var(--line-strong)" />
      <Controls showInteractive={false} />
      {!readOnly && (
        <MiniMap
          pannable
          zoomable
          className={classes.map}
          nodeColor="var(--line-strong)"
          maskColor="color-mix(in srgb, var(--ink) 8%, transparent)"
        />
      )}
    </ReactFlow>
  );
}

type Shown = Pick<CanvasProps, "scope" | "functions" | "start" | "selected" | "marks" | "readOnly">;

function positionsOf(scope: Scope, start: Position | undefined): Map<string, Position> {
  const laid = layOut(scope, startId);
  if (!start && scope.steps.every(({ position }) => position === undefined)) return laid;
  return layAround(scope, startId, start ?? laid.get(startId));
}

function nodesOf(shown: Shown, positions: ReadonlyMap<string, Position>): Node<StepNodeData>[] {
  const { scope, functions, start, selected, marks } = shown;
  const origin = { x: 0, y: 0 };
  const begin: Node<StepNodeData> = {
    id: startId,
    type: "step",
    position: positions.get(startId) ?? origin,
    selected: selected.includes(startId),
    deletable: false,
    data: { title: start.title, detail: start.detail, ports: ["next"], isStart: true, mark: marks.get(startId) },
    ariaLabel: `${start.title}. ${start.detail}`,
    style: { width: nodeWidth },
  };
  const steps = scope.steps.map((step): Node<StepNodeData> => {
    const fn = functions.find(({ id }) => id === step.function);
    const title = titleOf(step, functions);
    const mark = marks.get(step.id);
    return {
      id: step.id,
      type: "step",
      position: positions.get(step.id) ?? origin,
      selected: selected.includes(step.id),
      data: {
        title,
        detail: step.name || !fn ? `${fn?.name ?? "Unknown function"} · ${step.id}` : step.id,
        ports: portsOf(step, fn),
        isStart: false,
        mark,
      },
      ariaLabel: mark ? `${title}. ${mark.word}` : title,
      style: { width: nodeWidth },
    };
  });
  return [begin, ...steps];
}

function edgesOf(scope: Scope, functions: StepFunction[], startTitle: string): Edge[] {
  const titles = new Map(scope.steps.map((step) => [step.id, titleOf(step, functions)]));
  const edge = (from: string | null, port: string, to: string): Edge => ({
    id: JSON.stringify([from, port, to]),
    source: from ?? startId,
    sourceHandle: port,
    target: to,
    label: port === "next" ? undefined : wayWords(port),
    ariaLabel: `${wayWords(port)}: from ${from === null ? startTitle : titles.get(from)} to ${titles.get(to) ?? to}`,
    markerEnd: { type: MarkerType.ArrowClosed },
    className: port === "error" ? classes.error : undefined,
  });
  return [
    ...scope.next.map((to) => edge(null, "next", to)),
    ...scope.steps.flatMap((step) =>
      Object.entries(step.next).flatMap(([port, targets]) => targets.map((to) => edge(step.id, port, to))),
    ),
  ];
}

function partsOf({ source, sourceHandle, target }: Edge) {
  return { from: source === startId ? null : source, port: sourceHandle ?? "next", to: target };
}

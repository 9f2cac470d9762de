import { Graph, layout } from "@dagrejs/dagre";
import type { Position } from "../../../lib/api/workflow-shapes.ts";
import type { Scope } from "./definition.ts";

export const nodeWidth = 240;
const nodeHeight = 84;

/** Places every step below what leads to it; `start` is the trigger or the beginning of a loop. */
export function layOut(scope: Scope, start: string): Map<string, Position> {
  const graph = new Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 48, ranksep: 64 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of [start, ...scope.steps.map((step) => step.id)]) {
    graph.setNode(id, { width: nodeWidth, height: nodeHeight });
  }
  const known = new Set(scope.steps.map((step) => step.id));
  const edge = (from: string, to: string) => known.has(to) && graph.setEdge(from, to);
  for (const to of scope.next) edge(start, to);
  for (const step of scope.steps) for (const to of Object.values(step.next).flat()) edge(step.id, to);
  layout(graph);
  return new Map(
    graph.nodes().map((id) => {
      const { x = 0, y = 0 } = graph.node(id) as Partial<Position>;
      return [id, { x: x - nodeWidth / 2, y: y - nodeHeight / 2 }];
    }),
  );
}

/** Keeps every step where a person has put it; one that has no place yet stands below what leads to it. */
export function layAround(scope: Scope, start: string, at: Position | undefined): Map<string, Position> {
  const places = new Map<string, Position>([[start, at ?? { x: 0, y: 0 }]]);
  for (const { id, position } of scope.steps) if (position) places.set(id, position);
  for (const { id, position } of scope.steps) {
    if (position) continue;
    const before = scope.steps.find(({ next }) => Object.values(next).flat().includes(id))?.id ?? start;
    const above = places.get(before) ?? places.get(start) ?? { x: 0, y: 0 };
    places.set(id, freePlace({ x: above.x, y: above.y + nodeHeight + gap }, [...places.values()]));
  }
  return places;
}

const gap = 64;

/** There, or further to the right where something stands already. */
function freePlace(wanted: Position, taken: Position[]): Position {
  const isTaken = ({ x, y }: Position) =>
    taken.some((other) => Math.abs(other.x - x) < nodeWidth && Math.abs(other.y - y) < nodeHeight);
  let place = wanted;
  while (isTaken(place)) place = { x: place.x + nodeWidth + gap / 2, y: place.y };
  return place;
}

/** Work that waits, in a line for each owner. Owners are served in turn, and one that is being served after those that are not. */
export interface Turns<Item> {
  /** False: the owner's line is full. */
  add(owner: string, item: Item): boolean;
  /** The next one; its owner counts as served until `ended`. Costs a look at each owner that waits. */
  next(): { owner: string; item: Item } | undefined;
  ended(owner: string): void;
  /** Everything that waits; nothing does afterwards. */
  clear(): Item[];
}

export function createTurns<Item>(longestLine: number): Turns<Item> {
  const lines = new Map<string, Item[]>();
  const served = new Map<string, number>();
  const servedOf = (owner: string): number => served.get(owner) ?? 0;

  const nextOwner = (): string | undefined => {
    let best: string | undefined;
    for (const owner of lines.keys()) {
      if (servedOf(owner) === 0) return owner;
      if (best === undefined || servedOf(owner) < servedOf(best)) best = owner;
    }
    return best;
  };
  return {
    add: (owner, item) => {
      const line = lines.get(owner) ?? [];
      if (line.length >= longestLine) return false;
      line.push(item);
      lines.set(owner, line);
      return true;
    },
    next: () => {
      const owner = nextOwner();
      const line = owner === undefined ? undefined : lines.get(owner);
      const item = line?.shift();
      if (owner === undefined || line === undefined || item === undefined) return undefined;
      lines.delete(owner);
      if (line.length > 0) lines.set(owner, line);
      served.set(owner, servedOf(owner) + 1);
      return { owner, item };
    },
    ended: (owner) => {
      if (servedOf(owner) > 1) served.set(owner, servedOf(owner) - 1);
      else served.delete(owner);
    },
    clear: () => {
      const items = [...lines.values()].flat();
      lines.clear();
      return items;
    },
  };
}

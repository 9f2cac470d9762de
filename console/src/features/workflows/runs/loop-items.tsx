import { StatusDot } from "../../../components/status-dot.tsx";
import { sentence } from "../../../lib/words.ts";
import { itemWords, type LoopItem } from "./run-marks.ts";
import classes from "./runs.module.css";

const mostShown = 200;

/** Each item that a loop has begun, as the way to what its steps did. */
export function LoopItems({ items, onOpen }: { items: LoopItem[]; onOpen: (iteration: string) => void }) {
  return (
    <section aria-label="Items of the loop">
      <h4 className={classes.sub}>Items</h4>
      {items.length === 0 && <p>No item was begun.</p>}
      <ol className={classes.items}>
        {items.slice(0, mostShown).map(({ iteration, state }) => (
          <li key={iteration}>
            <button type="button" className={classes.item} onClick={() => onOpen(iteration)}>
              <span>{sentence(itemWords(iteration))}</span>
              <StatusDot tone={state.tone}>{state.word}</StatusDot>
            </button>
          </li>
        ))}
      </ol>
      {items.length > mostShown && <p>{(items.length - mostShown).toLocaleString()} more are not listed.</p>}
    </section>
  );
}

import { Progress } from "@mantine/core";
import type { DataKey } from "../../lib/types.ts";
import classes from "./data-keys.module.css";

/** How far the work is that seals a replaced key's values with the new one. */
export function ResealProgress({ dataKey: { generation, sealedValues, valuesFound } }: { dataKey: DataKey }) {
  if (sealedValues === null || valuesFound === null) return <span className={classes.hint}>Being counted</span>;
  if (sealedValues === 0) return <span className={classes.hint}>0, looking once more</span>;
  const done = Math.max(valuesFound - sealedValues, 0);
  return (
    <span className={classes.progress}>
      <Progress.Root size={6}>
        <Progress.Section
          value={(done / Math.max(valuesFound, 1)) * 100}
          aria-label={`Values of generation ${generation} sealed anew`}
        />
      </Progress.Root>
      <span className={classes.hint}>
        {sealedValues.toLocaleString()} of {valuesFound.toLocaleString()} left
      </span>
    </span>
  );
}

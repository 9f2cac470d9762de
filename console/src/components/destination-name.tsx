import type { Catalogue } from "../lib/api/systems.ts";
import classes from "./destination-name.module.css";
import { Mark } from "./mark.tsx";

/** A destination with its system's mark. */
export function DestinationName({ catalogue, destination }: { catalogue: Catalogue; destination: string }) {
  return (
    <span className={classes.name}>
      <Mark system={catalogue.systemOf(destination)} />
      <span>{catalogue.destinationName(destination)}</span>
    </span>
  );
}

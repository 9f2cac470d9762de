import type { System } from "../lib/types.ts";
import classes from "./mark.module.css";

const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const inkOn = (hex: string) => (luminance(hex) > 0.179 ? "#14171d" : "#ffffff");

/** A system's monogram in its colour; decoration beside a name. */
export function Mark({ system, size = 20 }: { system: System | undefined; size?: 16 | 20 | 32 | 40 }) {
  const color = /^#[0-9a-f]{6}$/i.test(system?.color ?? "") ? (system?.color ?? "#687080") : "#687080";
  return (
    <span
      aria-hidden="true"
      className={classes.mark}
      data-size={size}
      data-long={(system?.monogram.length ?? 0) > 1}
      style={{ backgroundColor: color, color: inkOn(color) }}
    >
      {system?.monogram ?? "?"}
    </span>
  );
}

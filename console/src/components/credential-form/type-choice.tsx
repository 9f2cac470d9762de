import { Radio } from "@mantine/core";
import type { CredentialType } from "../../lib/types.ts";
import classes from "./type-choice.module.css";

interface TypeChoiceProps {
  types: CredentialType[];
  value: string | undefined;
  onChange: (id: string) => void;
}

/** How it authenticates, where a destination has several ways. */
export function TypeChoice({ types, value, onChange }: TypeChoiceProps) {
  return (
    <Radio.Group label="Type" value={value ?? null} onChange={onChange}>
      <div className={classes.choices}>
        {types.map((type) => (
          <label key={type.id} htmlFor={`type-${type.id}`} className={classes.choice} data-chosen={type.id === value}>
            <Radio
              id={`type-${type.id}`}
              value={type.id}
              size="xs"
              aria-label={type.name}
              aria-describedby={`type-${type.id}-summary`}
            />
            <span className={classes.text}>
              <span className={classes.name}>
                {type.name}
                {type.isDefault && <span className={classes.default}>Default</span>}
              </span>
              <span className={classes.summary} id={`type-${type.id}-summary`}>
                {type.summary}
              </span>
            </span>
          </label>
        ))}
      </div>
    </Radio.Group>
  );
}

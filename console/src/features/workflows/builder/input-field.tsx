import { SegmentedControl } from "@mantine/core";
import type { Binding, FunctionInput } from "../../../lib/api/workflow-shapes.ts";
import { ExpressionField } from "./expression-field.tsx";
import classes from "./panel.module.css";
import type { Sample } from "./sample.ts";
import { ValueField } from "./value-field.tsx";

interface InputFieldProps {
  input: FunctionInput;
  binding: Binding | undefined;
  error?: string;
  completions: string[];
  sample: Sample;
  onChange: (binding: Binding | undefined) => void;
}

/** An input that is a value, or an expression over what came before. */
export function InputField({ input, binding, error, completions, sample, onChange }: InputFieldProps) {
  const isExpression = binding !== undefined && "expression" in binding;
  return (
    <div>
      <div className={classes.head}>
        <span className={classes.label}>
          {input.label}
          {!input.required && <span className={classes.help}> (optional)</span>}
        </span>
        <SegmentedControl
          size="xs"
          aria-label={`${input.label} is`}
          data={[
            { value: "value", label: "Value" },
            { value: "expression", label: "Expression" },
          ]}
          value={isExpression ? "expression" : "value"}
          onChange={(kind) => onChange(kind === "expression" ? { expression: "" } : undefined)}
        />
      </div>
      {input.help && <p className={classes.help}>{input.help}</p>}
      {isExpression ? (
        <ExpressionField
          label={input.label}
          value={binding.expression}
          error={error}
          completions={completions}
          sample={sample}
          onChange={(expression) => onChange({ expression })}
        />
      ) : (
        <ValueField
          input={input}
          value={binding?.value}
          error={error}
          onChange={(value) => onChange(value === undefined || value === "" ? undefined : { value })}
        />
      )}
    </div>
  );
}

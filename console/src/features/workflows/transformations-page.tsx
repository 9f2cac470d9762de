import { Stack } from "@mantine/core";
import { useState } from "react";
import { Page } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { completionsFor } from "./builder/completions.ts";
import { emptyDefinition } from "./builder/definition.ts";
import { ExpressionField } from "./builder/expression-field.tsx";
import { ValueField } from "./builder/value-field.tsx";

const example = { body: { customer: "cus_1", lines: [{ amount: 1200 }, { amount: 300 }] } };

/** A place to try a transformation on a sample, as a step of a workflow would do it. */
export function TransformationsPage() {
  const [sample, setSample] = useState<unknown>(example);
  const [expression, setExpression] = useState("$sum($trigger.body.lines.amount) / 100");
  return (
    <Page
      title="Transformations"
      lead="Try a JSONata expression on a sample, then paste it into a step."
      width="detail"
    >
      <Panel title="Sample" hint="What $trigger is.">
        <ValueField
          input={{ name: "sample", kind: "json", label: "Sample", required: false }}
          value={sample}
          onChange={setSample}
        />
      </Panel>
      <Panel title="Expression">
        <Stack gap={8}>
          <ExpressionField
            label="Expression"
            value={expression}
            completions={completionsFor(emptyDefinition, [], { trigger: sample })}
            sample={{ trigger: sample ?? {} }}
            onChange={setExpression}
          />
        </Stack>
      </Panel>
    </Page>
  );
}

/** What an expression sees of its run, written `$trigger` and so on. */
export const variableNames = ["trigger", "steps", "errors", "params", "run", "item", "index"] as const;
const loopVariables = ["item", "index"] as const;

type VariableName = (typeof variableNames)[number];

export const isVariable = (name: string): name is VariableName => variableNames.some((one) => one === name);
/** Known to the steps inside a loop only. */
export const isLoopVariable = (name: string): boolean => loopVariables.some((one) => one === name);

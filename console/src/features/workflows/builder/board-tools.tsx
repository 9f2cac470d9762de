import { ActionIcon, Tooltip } from "@mantine/core";
import { IconAdjustments, IconArrowBackUp, IconArrowForwardUp, IconLayout } from "@tabler/icons-react";
import type { StepFunction, Workflow } from "../../../lib/api/workflow-shapes.ts";
import { usePhone } from "../../../lib/phone.ts";
import { AddStep } from "./add-step.tsx";
import classes from "./builder.module.css";
import type { Editor } from "./use-editor.ts";

interface BoardToolsProps {
  workflow: Workflow;
  editor: Editor;
  functions: StepFunction[];
  /** Where a new step goes, in words. */
  where: string;
  canArrange: boolean;
  onAdd: (fn: StepFunction) => void;
  onArrange: () => void;
  onSettings: () => void;
}

/** What is done to the graph as a whole. */
export function BoardTools(props: BoardToolsProps) {
  const { workflow, editor, functions, where, canArrange, onAdd, onArrange, onSettings } = props;
  const isPhone = usePhone();
  return (
    <div className={classes.tools}>
      <AddStep functions={functions} where={where} onAdd={onAdd} />
      <Tool label="Undo" isOff={!editor.canUndo} onClick={editor.undo} icon={<IconArrowBackUp size={16} />} />
      <Tool label="Redo" isOff={!editor.canRedo} onClick={editor.redo} icon={<IconArrowForwardUp size={16} />} />
      {!isPhone && <Tool label="Arrange" isOff={!canArrange} onClick={onArrange} icon={<IconLayout size={16} />} />}
      <Tool label="Workflow settings" onClick={onSettings} icon={<IconAdjustments size={16} />} />
      <span className={classes.saved} role="status">
        {editor.isSaving ? "Saving…" : workflow.hasDraft ? "Draft saved" : ""}
      </span>
    </div>
  );
}

function Tool(props: { label: string; isOff?: boolean; onClick: () => void; icon: React.ReactNode }) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon variant="default" aria-label={props.label} disabled={props.isOff} onClick={props.onClick}>
        {props.icon}
      </ActionIcon>
    </Tooltip>
  );
}

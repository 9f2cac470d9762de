import { autocompletion, type Completion, type CompletionContext, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { useEffect, useRef } from "react";
import classes from "./code-editor.module.css";

interface CodeEditorProps {
  /** Its name for those who cannot see it. */
  label: string;
  value: string;
  completions?: string[];
  onChange: (value: string) => void;
}

const theme = EditorView.theme({
  "&": { fontSize: "13px", backgroundColor: "var(--surface)", color: "var(--ink)" },
  "&.cm-focused": { outline: "none" },
  ".cm-content": { fontFamily: "var(--mantine-font-family-monospace)", padding: "8px 0", caretColor: "var(--ink)" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", border: "1px solid var(--line-strong)", color: "var(--ink)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "#fff" },
});

/** An editor of a few lines of code. Tab leaves it, as it leaves any field. */
export function CodeEditor({ label, value, completions = [], onChange }: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const current = useRef({ completions, onChange, value });
  current.current = { completions, onChange, value };
  useEffect(() => {
    if (!place.current) return;
    const complete = (context: CompletionContext) => {
      const word = context.matchBefore(/[$\w.]+/);
      if (!word && !context.explicit) return null;
      const options = current.current.completions.map((text): Completion => ({ label: text, type: "variable" }));
      return { from: word?.from ?? context.pos, options };
    };
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: current.current.value,
        extensions: [
          history(),
          autocompletion({ override: [complete] }),
          keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) current.current.onChange(update.state.doc.toString());
          }),
          theme,
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [label]);
  useEffect(() => {
    const shown = view.current?.state.doc.toString();
    if (shown === undefined || shown === value) return;
    view.current?.dispatch({ changes: { from: 0, to: shown.length, insert: value } });
  }, [value]);
  return <div ref={place} className={classes.editor} />;
}

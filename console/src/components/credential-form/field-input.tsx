import { Anchor, NativeSelect, Switch, Textarea, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconExternalLink } from "@tabler/icons-react";
import { type ClipboardEvent, type Ref, useState } from "react";
import { tidied } from "../../lib/paste.ts";
import type { Field } from "../../lib/types.ts";
import { SecretInput } from "../secret-input.tsx";
import { faultOf, warningOf } from "./field-check.ts";
import classes from "./field-input.module.css";

interface FieldInputProps {
  field: Field;
  destination: string | null;
  value: string;
  /** What the server said about the value that was sent. */
  fault?: string;
  /** Complain although the person has not left the field, after an attempt to save. */
  insist: boolean;
  inputRef?: Ref<HTMLInputElement>;
  /** What the value is where it belongs to another system. */
  elsewhere?: { name: string; onGo: () => void };
  onChange: (value: string) => void;
}

/** Puts tidied text where the person pasted it. */
function pasteTidied(event: ClipboardEvent<HTMLElement>, field: Field, onChange: (value: string) => void): boolean {
  const input = event.target;
  if (!field.trim || !(input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement)) return false;
  const pasted = event.clipboardData.getData("text");
  const clean = tidied(pasted, { multiline: field.multiline });
  if (clean === pasted) return false;
  event.preventDefault();
  const { selectionStart, selectionEnd, value } = input;
  onChange(value.slice(0, selectionStart ?? value.length) + clean + value.slice(selectionEnd ?? value.length));
  return true;
}

function Help({ field }: { field: Field }) {
  if (!field.help && !field.link) return null;
  return (
    <>
      {field.help} {field.link && <FindIt href={field.link.href} label={field.link.label} of={field.label} />}
    </>
  );
}

function FindIt({ href, label, of }: { href: string; label: string; of: string }) {
  return (
    <Anchor
      className={classes.find}
      href={href}
      target="_blank"
      rel="noreferrer noopener"
      inherit
      underline="always"
      title={label}
      aria-label={`Where do I find this? ${of}: ${label}`}
    >
      Where do I find this?
      <IconExternalLink size={12} aria-hidden="true" className={classes.outside} />
    </Anchor>
  );
}

/** One field of a credential: label, one line of help, where to find it; it complains only when it is left. */
export function FieldInput(props: FieldInputProps) {
  const { field, destination, value, fault, insist, inputRef, elsewhere, onChange } = props;
  const [left, setLeft] = useState(false);
  const [wasTidied, setTidied] = useState(false);
  const own = faultOf(field, value);
  const complaint = insist || (left && value !== "") ? own : undefined;
  const warning = warningOf(field, value, destination);
  const change = (next: string) => {
    setTidied(false);
    onChange(next);
  };
  const shared = {
    label: field.required ? field.label : `${field.label} (optional)`,
    description: <Help field={field} />,
    placeholder: field.placeholder,
    error: fault ?? complaint,
    name: `credential-${field.name}`,
    "aria-required": field.required,
    inputWrapperOrder: ["label", "description", "input", "error"] as ("label" | "description" | "input" | "error")[],
  };
  const typed = {
    ...shared,
    value,
    onChange: (event: { currentTarget: { value: string } }) => change(event.currentTarget.value),
    onBlur: () => setLeft(true),
    onPaste: (event: ClipboardEvent<HTMLElement>) => setTidied(pasteTidied(event, field, onChange)),
    autoComplete: "off",
    spellCheck: false,
  };
  const fits = value !== "" && own === undefined && field.pattern !== undefined;
  return (
    <div>
      <Control
        field={field}
        shared={shared}
        typed={typed}
        value={value}
        onChange={change}
        fits={fits}
        inputRef={inputRef}
      />
      {warning && (
        <p className={classes.warning} role="status">
          <IconAlertTriangle size={14} aria-hidden="true" />
          {warning}
        </p>
      )}
      {elsewhere && (
        <p className={classes.note} role="status">
          This looks like a key of {elsewhere.name}.{" "}
          <Anchor component="button" type="button" inherit underline="always" onClick={elsewhere.onGo}>
            Use {elsewhere.name}
          </Anchor>
        </p>
      )}
      {wasTidied && (
        <p className={classes.note} role="status">
          Spaces, quotes or line breaks around the pasted value were removed.
        </p>
      )}
    </div>
  );
}

interface ControlProps {
  field: Field;
  shared: object;
  typed: object;
  value: string;
  fits: boolean;
  inputRef?: Ref<HTMLInputElement>;
  onChange: (value: string) => void;
}

function Control({ field, shared, typed, value, fits, inputRef, onChange }: ControlProps) {
  if (field.kind === "select") {
    const choose = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value);
    const choice = value || field.defaultValue || "";
    const options = field.defaultValue
      ? (field.options ?? [])
      : [{ value: "", label: "Choose" }, ...(field.options ?? [])];
    return <NativeSelect {...shared} value={choice} onChange={choose} data={options} />;
  }
  if (field.kind === "boolean") {
    return (
      <Switch
        {...shared}
        checked={(value || field.defaultValue) === "true"}
        onChange={(event) => onChange(String(event.currentTarget.checked))}
      />
    );
  }
  if (field.multiline) {
    return (
      <Textarea {...typed} className={field.secret ? classes.concealed : undefined} autosize minRows={4} maxRows={12} />
    );
  }
  if (field.secret) return <SecretInput ref={inputRef} {...typed} />;
  const inputMode = field.kind === "number" ? "numeric" : field.kind === "url" ? "url" : undefined;
  return (
    <TextInput
      ref={inputRef}
      {...typed}
      inputMode={inputMode}
      autoCapitalize="none"
      rightSection={fits ? <IconCheck size={16} color="var(--good)" aria-label="The format fits" /> : null}
    />
  );
}

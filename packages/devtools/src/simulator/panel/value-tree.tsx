import type { InspectedValue } from "@lianmai/runtime";
import { type KeyboardEvent, useState } from "react";
import { useText } from "../language/language-context.js";
import "./value-tree.css";

export interface ValueTreeProps {
  value: InspectedValue;
  /** Changes what stands at a path, as `setData` writes it; without it nothing can be edited. */
  onEdit?(path: string, value: unknown): Promise<void>;
}

/** A value of the program as a tree that opens and closes; single values can be edited in place. */
export function ValueTree({ value, onEdit }: ValueTreeProps) {
  if (!isBranch(value)) return <Leaf name="" value={value} path="" />;
  return <Entries value={value} path="" depth={0} {...(onEdit ? { onEdit } : {})} />;
}

interface NodeProps {
  name: string;
  value: InspectedValue;
  path: string;
  depth: number;
  onEdit?(path: string, value: unknown): Promise<void>;
}

type Branch = Extract<InspectedValue, { type: "object" | "array" }>;

function Entries({ value, path, depth, onEdit }: { value: Branch } & Pick<NodeProps, "path" | "depth" | "onEdit">) {
  const text = useText();
  return (
    <ul className="value-entries">
      {value.entries.map(([key, child]) => (
        <Node
          key={key}
          name={key}
          value={child}
          path={pathTo(path, key, value.type)}
          depth={depth + 1}
          {...(onEdit ? { onEdit } : {})}
        />
      ))}
      {value.entries.length === 0 && <li className="value-more">{value.type === "array" ? "[]" : "{}"}</li>}
      {value.more !== undefined && <li className="value-more">{text("moreEntries", { count: value.more })}</li>}
    </ul>
  );
}

function Node({ name, value, path, depth, onEdit }: NodeProps) {
  // What lies deeper would hide what one looks for.
  const [open, setOpen] = useState(depth < 2);
  if (!isBranch(value)) {
    return (
      <li>
        <Leaf name={name} value={value} path={path} {...(onEdit ? { onEdit } : {})} />
      </li>
    );
  }
  return (
    <li>
      <button type="button" className="value-branch" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="value-key">{name}</span>
        <span className="value-summary">{summaryOf(value)}</span>
      </button>
      {open && <Entries value={value} path={path} depth={depth} {...(onEdit ? { onEdit } : {})} />}
    </li>
  );
}

function Leaf({
  name,
  value,
  path,
  onEdit,
}: {
  name: string;
  value: Exclude<InspectedValue, Branch>;
  path: string;
  onEdit?(path: string, value: unknown): Promise<void>;
}) {
  const text = useText();
  const [draft, setDraft] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const editable = onEdit !== undefined && value.type !== "other" && !("cut" in value && value.cut);

  const save = async () => {
    if (draft === undefined || !onEdit) return;
    const next = read(draft, value);
    if (next === undefined) {
      setProblem(text("notJson"));
      return;
    }
    try {
      if (draft !== writtenAs(value)) await onEdit(path, next.value);
      setDraft(undefined);
      setProblem(undefined);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") void save();
    else if (event.key === "Escape") {
      setDraft(undefined);
      setProblem(undefined);
    }
  };

  return (
    <span className="value-leaf">
      {name !== "" && <span className="value-key">{name}</span>}
      {draft !== undefined ? (
        <input
          className="value-input"
          // biome-ignore lint/a11y/noAutofocus: it stands where the user has just pressed
          autoFocus
          value={draft}
          aria-label={text("edit", { key: name })}
          aria-invalid={problem !== undefined}
          onChange={({ target }) => setDraft(target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => void save()}
        />
      ) : editable ? (
        <button
          type="button"
          className={`value-text is-${value.type}`}
          title={text("edit", { key: name })}
          onClick={() => setDraft(writtenAs(value))}
        >
          {shownAs(value)}
        </button>
      ) : (
        <span className={`value-text is-${value.type}`}>{shownAs(value)}</span>
      )}
      {problem !== undefined && (
        <span className="value-problem" role="alert">
          {problem}
        </span>
      )}
    </span>
  );
}

function isBranch(value: InspectedValue): value is Branch {
  return value.type === "object" || value.type === "array";
}

/** A path as `setData` reads it. */
export function pathTo(path: string, key: string, parent: "object" | "array"): string {
  if (parent === "array") return `${path}[${key}]`;
  const written = key.replace(/[\\.[\]]/g, "\\$&");
  return path === "" ? written : `${path}.${written}`;
}

function summaryOf(value: Branch): string {
  const size = value.entries.length + (value.more ?? 0);
  return value.type === "array" ? `Array(${size})` : size === 0 ? "{}" : `{${size}}`;
}

function shownAs(value: Exclude<InspectedValue, Branch>): string {
  if (value.type === "string") return `"${value.value}"${value.cut ? "…" : ""}`;
  if (value.type === "number" || value.type === "boolean") return String(value.value);
  return value.type === "other" ? value.text : value.type;
}

/** What stands in the field when editing begins: strings without their quotes. */
function writtenAs(value: Exclude<InspectedValue, Branch>): string {
  return value.type === "string" ? value.value : shownAs(value);
}

/** A string stays one; anything else is JSON. Undefined where it is not. */
export function read(draft: string, before: InspectedValue): { value: unknown } | undefined {
  if (before.type === "string") return { value: draft };
  try {
    return { value: JSON.parse(draft) as unknown };
  } catch {
    return undefined;
  }
}

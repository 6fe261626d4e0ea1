import type { InspectedNode } from "@lianmai/runtime";
import { type KeyboardEvent, useEffect, useMemo, useState } from "react";

export interface ComponentTreeProps {
  /** Bottom first; the last one is shown. */
  pages: readonly InspectedNode[];
  selected: number | undefined;
  onSelect(id: number): void;
  /** The node under the pointer or with the focus, or null. */
  onHover(id: number | null): void;
}

interface Row {
  node: InspectedNode;
  depth: number;
  parent: number | undefined;
  open: boolean;
}

/** Nodes with more below them are closed at first. */
const OPEN_CHILDREN = 60;

/** The nodes of the pages as one list that opens and closes, walked by the arrow keys. */
export function ComponentTree({ pages, selected, onSelect, onHover }: ComponentTreeProps) {
  /** Nodes that somebody opened or closed. */
  const [toggled, setToggled] = useState<ReadonlyMap<number, boolean>>(new Map());
  const shown = useMemo(() => [...pages].reverse(), [pages]);
  const rows = useMemo(() => rowsOf(shown, toggled, shown[0]?.id), [shown, toggled]);

  // A node that was chosen in the page may lie in one that is closed.
  useEffect(() => {
    if (selected === undefined) return;
    const above = pathTo(shown, selected);
    if (above && above.length > 0) {
      setToggled((before) =>
        above.every((id) => before.get(id) === true)
          ? before
          : new Map([...before, ...above.map((id) => [id, true] as const)]),
      );
    }
    document.getElementById(`node-${selected}`)?.scrollIntoView({ block: "nearest" });
  }, [selected, shown]);

  const toggle = (row: Row, open: boolean) => setToggled(new Map(toggled).set(row.node.id, open));
  const focus = (row: Row | undefined) => document.getElementById(`node-${row?.node.id}`)?.focus();
  const onKeyDown = (event: KeyboardEvent, row: Row, index: number) => {
    if (event.key === "ArrowDown") focus(rows[index + 1]);
    else if (event.key === "ArrowUp") focus(rows[index - 1]);
    else if (event.key === "ArrowRight") row.open ? focus(rows[index + 1]) : toggle(row, true);
    else if (event.key === "ArrowLeft") {
      if (row.open && row.node.children.length > 0) toggle(row, false);
      else focus(rows.find(({ node }) => node.id === row.parent));
    } else return;
    event.preventDefault();
  };
  const stop = rows.some(({ node }) => node.id === selected) ? selected : rows[0]?.node.id;

  return (
    <div className="component-tree panel-scroll" role="tree" tabIndex={-1} onPointerLeave={() => onHover(null)}>
      {rows.map((row, index) => (
        <button
          key={row.node.id}
          id={`node-${row.node.id}`}
          type="button"
          role="treeitem"
          aria-level={row.depth + 1}
          aria-selected={row.node.id === selected}
          {...(row.node.children.length > 0 ? { "aria-expanded": row.open } : {})}
          tabIndex={row.node.id === stop ? 0 : -1}
          style={{ paddingLeft: 20 + row.depth * 14 }}
          onClick={() => onSelect(row.node.id)}
          onDoubleClick={() => toggle(row, !row.open)}
          onPointerEnter={() => onHover(row.node.id)}
          onFocus={() => onHover(row.node.id)}
          onBlur={() => onHover(null)}
          onKeyDown={(event) => onKeyDown(event, row, index)}
        >
          {row.node.children.length > 0 && (
            // The arrow keys do the same; for the pointer the arrow is the shorter way.
            <span
              className="node-arrow"
              aria-hidden="true"
              onClick={(event) => {
                event.stopPropagation();
                toggle(row, !row.open);
              }}
            />
          )}
          <NodeLabel node={row.node} />
        </button>
      ))}
    </div>
  );
}

function NodeLabel({ node }: { node: InspectedNode }) {
  if (node.kind === "text") return <span className="node-words">{node.text}</span>;
  return (
    <>
      <span className={`node-tag is-${node.kind}`}>{node.kind === "page" ? node.tag : `<${node.tag}>`}</span>
      {node.attributes.map(([name, value]) => (
        <span key={name} className="node-attribute">
          {name === "id"
            ? `#${value}`
            : name === "class"
              ? `.${value.trim().split(/\s+/).join(".")}`
              : `${name}="${value}"`}
        </span>
      ))}
    </>
  );
}

/** The rows that are seen, from top to bottom. Covered pages are closed at first. */
export function rowsOf(
  pages: readonly InspectedNode[],
  toggled: ReadonlyMap<number, boolean>,
  shownPage: number | undefined,
): Row[] {
  const visit = (node: InspectedNode, depth: number, parent: number | undefined): Row[] => {
    const usual = node.kind === "page" ? node.id === shownPage : node.children.length <= OPEN_CHILDREN && depth < 6;
    const open = toggled.get(node.id) ?? usual;
    const row: Row = { node, depth, parent, open };
    return open ? [row, ...node.children.flatMap((child) => visit(child, depth + 1, node.id))] : [row];
  };
  return pages.flatMap((page) => visit(page, 0, undefined));
}

/** The nodes above one, outermost first; undefined where it is not there. */
export function pathTo(nodes: readonly InspectedNode[], id: number): number[] | undefined {
  for (const node of nodes) {
    if (node.id === id) return [];
    const below = pathTo(node.children, id);
    if (below) return [node.id, ...below];
  }
  return undefined;
}

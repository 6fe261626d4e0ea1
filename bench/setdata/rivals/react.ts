import { createElement, memo, useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import type { Operation, Row as RowData } from "../list.js";
import { measuring } from "./measure.js";

const tap = () => undefined;
/** Remembered, as React's own guide has it for long lists: a row is drawn again only when it changes. */
const Row = memo(({ item }: { item: RowData }) =>
  createElement("div", { className: "row", "data-id": item.id, onClick: tap }, createElement("span", null, item.name)),
);

let change: (next: (items: RowData[]) => RowData[]) => void = () => undefined;
function List() {
  const [items, setItems] = useState<RowData[]>([]);
  change = setItems;
  return items.map((item) => createElement(Row, { key: item.id, item }));
}
flushSync(() => createRoot(document.querySelector("#list") as HTMLElement).render(createElement(List)));

const changes: Record<Operation, (round: number, fresh: RowData[]) => (items: RowData[]) => RowData[]> = {
  create: (_, fresh) => () => fresh,
  replace: (_, fresh) => () => fresh,
  tenth: (round) => (items) => items.map((item, index) => (index % 10 === 0 ? { ...item, name: `t${round}` } : item)),
  one: (round) => (items) => items.map((item, index) => (index === 500 ? { ...item, name: `o${round}` } : item)),
  reverse: () => (items) => [...items].reverse(),
};

window.round = measuring(
  async () => flushSync(() => change(() => [])),
  async (operation, round, fresh) => flushSync(() => change(changes[operation](round, fresh))),
);

import { Wheel } from "../picker-view/wheel.js";
import type { Choices } from "./choices.js";

/** `.lianmai-wheel-items` has the same in its style. */
const ITEM_HEIGHT = 34;

interface SheetOptions {
  /** Whether its buttons are in English; they are in Chinese otherwise. */
  english: boolean;
  title: string;
  choices: Choices;
  /** A column was turned; what it returns is shown from then on. */
  turn(indexes: number[], column: number): Choices;
  done(indexes: number[]): void;
  cancel(): void;
}

/** The panel from below in which a picker lets choose. One is open at a time. */
export class PickerSheet {
  readonly #options: SheetOptions;
  readonly #layer = document.createElement("div");
  readonly #wheels = document.createElement("div");
  #choices: Choices;
  #columns: { node: HTMLElement; items: HTMLElement; wheel: Wheel }[] = [];

  constructor(options: SheetOptions) {
    this.#options = options;
    this.#choices = options.choices;
    this.#layer.className = "lianmai-sheet";
    this.#wheels.className = "lianmai-wheels";
    const panel = document.createElement("div");
    panel.className = "lianmai-sheet-panel";
    panel.setAttribute("role", "dialog");
    const bar = document.createElement("div");
    bar.className = "lianmai-sheet-bar";
    const title = document.createElement("b");
    title.textContent = options.title;
    bar.append(
      button(options.english ? "Cancel" : "取消", () => this.#close(options.cancel)),
      title,
      button(options.english ? "OK" : "确定", () => {
        // A wheel may still be turning.
        for (const { wheel } of this.#columns) wheel.settle();
        this.#close(() => options.done(this.#choices.indexes));
      }),
    );
    panel.append(bar, this.#wheels);
    this.#layer.append(panel);
    this.#layer.addEventListener("click", (event) => {
      if (event.target === this.#layer) this.#close(options.cancel);
    });
    document.body.append(this.#layer);
    this.show(this.#choices);
  }

  /** Shows other choices, as when the page answers to a turned column. */
  show(choices: Choices): void {
    this.#choices = choices;
    while (this.#columns.length > choices.columns.length) this.#removeColumn();
    for (const [at, labels] of choices.columns.entries()) {
      const column = this.#columns[at] ?? this.#addColumn(at);
      if (column.items.dataset.labels !== JSON.stringify(labels)) {
        column.items.dataset.labels = JSON.stringify(labels);
        column.items.replaceChildren(...labels.map(item));
      }
      column.wheel.moveTo(choices.indexes[at] ?? 0);
    }
  }

  remove(): void {
    for (const { wheel } of this.#columns) wheel.dispose();
    this.#layer.remove();
  }

  #close(then: () => void): void {
    this.remove();
    then();
  }

  #addColumn(at: number) {
    const node = div("lianmai-wheel");
    const items = div("lianmai-wheel-items");
    node.append(items, div("lianmai-wheel-mask"), div("lianmai-wheel-line"));
    this.#wheels.append(node);
    const wheel = new Wheel(items, () => ITEM_HEIGHT, {
      settle: (index) => {
        const indexes = [...this.#choices.indexes];
        indexes[at] = index;
        this.show(this.#options.turn(indexes, at));
      },
    });
    const column = { node, items, wheel };
    this.#columns.push(column);
    return column;
  }

  #removeColumn(): void {
    const column = this.#columns.pop();
    column?.wheel.dispose();
    column?.node.remove();
  }
}

function div(className: string): HTMLElement {
  const node = document.createElement("div");
  node.className = className;
  return node;
}

function item(label: string): HTMLElement {
  const node = document.createElement("div");
  node.textContent = label;
  return node;
}

function button(label: string, onClick: () => void): HTMLElement {
  const node = document.createElement("button");
  node.type = "button";
  node.textContent = label;
  node.addEventListener("click", onClick);
  return node;
}

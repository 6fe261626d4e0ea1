/**
 * What tools around the phone may look at in a running mini-program, and change in it. Everything here is plain data,
 * so that it can be sent as JSON from a real phone to the desktop.
 */

/** A value of a program, as a tree that can be shown and sent. What is no data is told by its text. */
export type InspectedValue =
  | { type: "string"; value: string /** Whether the end was left out. */; cut?: true }
  | { type: "number" | "boolean"; value: number | boolean }
  | { type: "null" | "undefined" }
  /** A function, a date, a browser's object: by its text. It cannot be edited. */
  | { type: "other"; text: string }
  | {
      type: "object" | "array";
      entries: [key: string, value: InspectedValue][];
      /** Entries that were left out. */
      more?: number;
    };

/** A node of a page as the templates made it; what a built-in component is made of inside is not shown. */
export interface InspectedNode {
  /** Names the node for as long as it lives. */
  id: number;
  kind: "page" | "component" | "element" | "text";
  /** The tag as written in the template; the route of a page. Empty for text. */
  tag: string;
  /** `id`, `class` and what else tells one node from another, as shown beside the tag. */
  attributes: [name: string, value: string][];
  /** Of a text node. */
  text?: string;
  children: InspectedNode[];
}

export interface InspectedDetails {
  id: number;
  /** Whether `set` can change `data`: pages and the program's own components. */
  editable: boolean;
  /** Data of a page or component, values of a built-in component's properties. */
  data?: InspectedValue;
  dataset?: InspectedValue;
  /** Position in the page and size, CSS pixels; absent for what has no box. */
  box?: { left: number; top: number; width: number; height: number };
  /** Computed styles that say most about a layout. */
  styles: [name: string, value: string][];
}

/** Looks into one load of the frame. */
export interface Inspector {
  /** The open pages, bottom first, with everything in them. */
  tree(): InspectedNode[];
  /** One node in full; undefined where it is gone. */
  details(id: number): InspectedDetails | undefined;
  /**
   * Changes data of a page or component as its own `setData` would.
   * @param path As in `setData`: `list[0].name`.
   * @throws Error where the node is gone or has no data of its own; the message says which.
   */
  setData(id: number, path: string, value: unknown): void;
  /** Marks a node in the page; none without an id. */
  highlight(id: number | undefined): void;
  /**
   * Lets the user choose a node by a click or tap in the page, which the program does not hear of.
   * @param picked Is told the node, or undefined where nothing of a template was hit; choosing is over then.
   * Without it choosing is given up.
   */
  pick(picked: ((id: number | undefined) => void) | undefined): void;
  /** Tells, a few times a second at most, that tree or data changed. Returns what ends that. */
  watch(changed: () => void): () => void;
}

/** What is done to the list of 1,000 rows, in the order in which each round does it. */
export const OPERATIONS = ["create", "replace", "tenth", "one", "reverse"] as const;
export type Operation = (typeof OPERATIONS)[number];

export const ROWS = 1_000;

export interface Row {
  id: number;
  name: string;
}

/** Milliseconds from a change of the data. */
export interface Times {
  /** To the DOM that has it. */
  dom: number;
  /** To the next task: where `setData` calls back. The browser may have drawn the list by then. */
  task: number;
}

export type Round = Record<Operation, Times>;

declare global {
  interface Window {
    /** The page of a rival: empties its list, then does each operation once. */
    round(round: number): Promise<Round>;
  }
}

export function rows(word: string): Row[] {
  return Array.from({ length: ROWS }, (_, id) => ({ id, name: word + id }));
}

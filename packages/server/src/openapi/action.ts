import type { Caller } from "./authenticator.js";

/** A call that was signed by somebody who may make it, with fields that are of the types of the table. */
export interface ActionCall {
  action: string;
  version: string;
  fields: Fields;
  caller: Caller;
}

export interface Action {
  /** Versions in which it is offered; those of the table. */
  versions: readonly string[];
  /** `read`: a key with the role `readonly` may call it. An action that shows secrets is `write` as well. */
  access: "read" | "write";
  /** Whether the audit log tells of its calls. Default: of one that is `write`, since only that can change anything. */
  audited?: boolean;
  /** Fields that are taken beside the table's, for clients that were written for another edition; not used. */
  ignored?: readonly string[];
  /** @returns `Result` of the answer. @throws ApiError */
  run(call: ActionCall): Promise<unknown>;
}

/** By name. */
export type Actions = Readonly<Record<string, Action>>;

/** Validated fields. Asking for one as another type than the table's is a fault of the action and throws TypeError. */
export class Fields {
  constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  /** "" when it was left out. */
  text(name: string): string {
    return this.optional(name, "string") ?? "";
  }

  number(name: string): number | undefined {
    return this.optional(name, "number");
  }

  flag(name: string): boolean | undefined {
    return this.optional(name, "boolean");
  }

  texts(name: string): readonly string[] {
    const value = this.values[name] ?? [];
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    throw new TypeError(`${name} is no list of texts in the table`);
  }

  private optional(name: string, type: "string"): string | undefined;
  private optional(name: string, type: "number"): number | undefined;
  private optional(name: string, type: "boolean"): boolean | undefined;
  private optional(name: string, type: string): unknown {
    const value = this.values[name];
    if (value === undefined || typeof value === type) return value;
    throw new TypeError(`${name} is no ${type} in the table`);
  }
}

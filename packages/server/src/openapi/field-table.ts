import { readFileSync } from "node:fs";
import * as v from "valibot";

const TYPES = ["str", "bool", "i32", "i64", "f32", "object", "str[]", "[]int32", "[]float32", "object[]"] as const;

/** What a request field is: names of the table for a type, of which lists end in, or begin with, `[]`. */
export interface FieldSpec {
  type: (typeof TYPES)[number];
  required?: boolean | undefined;
  /** Of objects. */
  fields?: Readonly<Record<string, FieldSpec>> | undefined;
}

export interface ActionSpec {
  method: "GET" | "POST";
  request: Readonly<Record<string, FieldSpec>>;
}

const FieldSchema: v.GenericSchema<FieldSpec> = v.object({
  type: v.picklist(TYPES),
  required: v.optional(v.boolean()),
  fields: v.optional(
    v.record(
      v.string(),
      v.lazy(() => FieldSchema),
    ),
  ),
});
const TableSchema = v.object({
  versions: v.record(
    v.string(),
    v.record(v.string(), v.object({ method: v.picklist(["GET", "POST"]), request: v.record(v.string(), FieldSchema) })),
  ),
});

/** Every action and version that the original documents, whether this server offers it or not. */
export class FieldTable {
  private constructor(private readonly versions: Readonly<Record<string, Readonly<Record<string, ActionSpec>>>>) {}

  /** Reads the table that is part of this package. */
  static load(): FieldTable {
    const file = new URL("../../vectors/openapi-fields.json", import.meta.url);
    return new FieldTable(v.parse(TableSchema, JSON.parse(readFileSync(file, "utf8"))).versions);
  }

  find(action: string, version: string): ActionSpec | undefined {
    const actions = Object.hasOwn(this.versions, version) ? this.versions[version] : undefined;
    return actions && Object.hasOwn(actions, action) ? actions[action] : undefined;
  }

  /** The versions that have this action, the oldest first. */
  versionsOf(action: string): string[] {
    return Object.keys(this.versions).filter((version) => this.find(action, version));
  }

  /** All pairs. */
  all(): { action: string; version: string }[] {
    return Object.entries(this.versions).flatMap(([version, actions]) =>
      Object.keys(actions).map((action) => ({ action, version })),
    );
  }
}

import { type Definition, synchronous } from "../core/definition.js";
import { required, string } from "../core/options.js";
import { answerCanIUse, type ComponentTable } from "./answer.js";

/** `tt.canIUse`, over the definitions of all functions. */
export function canIUse(
  definitions: Readonly<Record<string, Definition>>,
  components: ComponentTable,
): Definition<(schema: unknown) => boolean> {
  return synchronous({
    call: (schema: unknown) => answerCanIUse(required(string).read(schema, "schema"), definitions, components),
  });
}

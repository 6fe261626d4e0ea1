import type { Environment } from "../../kernel/environment.js";
import { asynchronous, type Definition, synchronous, type Topic } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { REASONS, type RefusedFunction, refusedFunctions } from "./functions.js";

/**
 * Functions that exist and say that they cannot: `fail` for asynchronous ones, an exception for synchronous ones.
 * Listeners are taken and never called, since programs add them at their start without a guard.
 */
export function refusedTopic(environment: Environment): Topic {
  return Object.fromEntries(refusedFunctions.map((refused) => [refused.name, refuse(refused, environment)]));
}

function refuse({ name, shape, reason }: RefusedFunction, environment: Environment): Definition {
  const description = { support: "refused" as const };
  let told = false;
  const tell = () => {
    if (told) return;
    told = true;
    environment.warn(`tt.${name} is not supported: ${REASONS[reason]}.`);
  };
  const refusal = () => {
    tell();
    return new ApiError("not supported", { errorType: "F" });
  };
  if (shape === "listener") return synchronous({ ...description, call: tell });
  if (shape === "asynchronous") {
    return asynchronous({
      ...description,
      run() {
        throw refusal();
      },
    });
  }
  return synchronous({
    ...description,
    call() {
      throw refusal();
    },
  });
}

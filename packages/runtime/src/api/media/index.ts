import type { Environment } from "../../kernel/environment.js";
import { synchronous, type Topic } from "../core/definition.js";
import { createInnerAudio } from "./inner-audio.js";

/** Sound. */
export function mediaTopic(environment: Environment): Topic {
  return {
    createInnerAudioContext: synchronous({ call: () => createInnerAudio(environment) }),
  };
}

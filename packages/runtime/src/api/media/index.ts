import type { Environment } from "../../kernel/environment.js";
import { synchronous } from "../core/definition.js";
import { required, string } from "../core/options.js";
import type { FileSystem } from "../files/file-system.js";
import { createBackgroundAudio } from "./background-audio.js";
import { chooseTopic } from "./choose.js";
import { imagesTopic } from "./images.js";
import { createInnerAudio } from "./inner-audio.js";
import { createRecorderManager } from "./recorder.js";
import { videoContextOf } from "./video-context.js";

/** Pictures, films and sound. */
export function mediaTopic(environment: Environment, files: FileSystem) {
  // Both are one for the whole mini-program, and made only when they are asked for.
  let recorder: Record<string, unknown> | undefined;
  let background: Record<string, unknown> | undefined;
  return {
    ...chooseTopic(environment, files),
    ...imagesTopic(environment, files),
    createVideoContext: synchronous({
      call: (id: unknown) => videoContextOf(environment, required(string).read(id, "id")),
    }),
    createInnerAudioContext: synchronous({ call: () => createInnerAudio(environment) }),
    getBackgroundAudioManager: synchronous({
      call() {
        background ??= createBackgroundAudio(environment);
        return background;
      },
    }),
    getRecorderManager: synchronous({
      call() {
        recorder ??= createRecorderManager(environment, files);
        return recorder;
      },
    }),
  };
}

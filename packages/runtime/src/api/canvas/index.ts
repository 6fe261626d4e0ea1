import { synchronous } from "../core/definition.js";
import { ApiError } from "../core/errors.js";

const DEFAULT_SIZE = { width: 300, height: 150 };

/** Canvases that are not on a page. */
export function canvasTopic() {
  return {
    createOffscreenCanvas: synchronous({
      call(first?: unknown, second?: unknown) {
        if (typeof OffscreenCanvas === "undefined") {
          throw new ApiError("this browser has no offscreen canvas", { errorType: "F" });
        }
        const given = typeof first === "object" && first !== null ? first : { width: first, height: second };
        const { width, height } = given as { width?: unknown; height?: unknown };
        return new OffscreenCanvas(Number(width) || DEFAULT_SIZE.width, Number(height) || DEFAULT_SIZE.height);
      },
    }),
  };
}

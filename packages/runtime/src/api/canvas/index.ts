import type { Environment } from "../../kernel/environment.js";
import { asynchronous, synchronous } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { anything, number, optional, required, string } from "../core/options.js";
import { pageNode } from "../core/page-node.js";
import type { FileSystem } from "../files/file-system.js";
import { createCanvasContext } from "./canvas-context.js";

const DEFAULT_SIZE = { width: 300, height: 150 };
const TYPES = { png: "image/png", jpg: "image/jpeg" } as const;

/** Canvases of the page, by `canvas-id` or `id`, and canvases that are on none. */
export function canvasTopic(environment: Environment, files: FileSystem) {
  const find = (id: string) => {
    const name = CSS.escape(id);
    return pageNode<HTMLCanvasElement>(`tt-canvas[data-canvas-id="${name}"] canvas, tt-canvas[id="${name}"] canvas`);
  };
  return {
    createCanvasContext: synchronous({
      call(canvasId: unknown) {
        const id = required(string).read(canvasId, "canvasId");
        return createCanvasContext(environment, id, () => find(id));
      },
    }),
    canvasToTempFilePath: asynchronous({
      options: {
        canvasId: optional(string, ""),
        canvas: optional(anything),
        x: optional(number, 0),
        y: optional(number, 0),
        width: optional(number),
        height: optional(number),
        destWidth: optional(number),
        destHeight: optional(number),
        fileType: optional(string, "png"),
        quality: optional(number, 1),
      },
      results: ["tempFilePath"],
      async run({ canvasId, canvas, x, y, destWidth, destHeight, fileType, quality, ...size }) {
        const source = (canvas as HTMLCanvasElement | undefined) ?? find(canvasId);
        if (!source) throw new ApiError(`there is no canvas "${canvasId}" on the page`, { errorType: "D" });
        const width = size.width ?? source.width - x;
        const height = size.height ?? source.height - y;
        const part = document.createElement("canvas");
        part.width = destWidth ?? width;
        part.height = destHeight ?? height;
        part.getContext("2d")?.drawImage(source, x, y, width, height, 0, 0, part.width, part.height);
        const extension = fileType === "jpg" || fileType === "jpeg" ? "jpg" : "png";
        const blob = await toBlob(part, TYPES[extension], quality);
        const data = new Uint8Array(await blob.arrayBuffer());
        return { tempFilePath: files.writeTemporary(data, blob.type, extension) };
      },
    }),
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

function toBlob(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const done = (blob: Blob | null) =>
      blob ? resolve(blob) : reject(new ApiError("the canvas is empty or too large"));
    try {
      canvas.toBlob(done, type, quality);
    } catch (cause) {
      const reason = "the canvas holds a picture of another host that forbids to be read";
      reject(new ApiError(reason, { errorType: "D" }, { cause }));
    }
  });
}

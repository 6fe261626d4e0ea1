import type { Environment } from "../../kernel/environment.js";
import { asynchronous } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { boolean, choice, type Kind, number, optional } from "../core/options.js";
import { extensionOf } from "../files/extension.js";
import type { FileSystem } from "../files/file-system.js";
import { demandScope } from "../login/scopes.js";

const MOST_FILES = 9;

export interface ChosenFile {
  tempFilePath: string;
  size: number;
  mediaType: "image" | "video";
}

/** Pictures and films of the user, through the browser's own file chooser. */
export function chooseTopic(environment: Environment, files: FileSystem) {
  const count = optional(number, MOST_FILES);
  const sourceType = optional(listOf("album", "camera"), ["album", "camera"]);
  const sizeType = optional(listOf("original", "compressed"), ["original", "compressed"]);
  const camera = optional(choice("back", "front"), "back");
  const choose = (request: ChooserRequest) => chooseFiles(environment, files, request);
  return {
    chooseImage: asynchronous({
      options: { count, sourceType, sizeType },
      results: ["tempFilePaths", "tempFiles"],
      async run(options) {
        const chosen = await choose({ ...options, kinds: ["image"], camera: "back" });
        return {
          tempFilePaths: chosen.map((file) => file.tempFilePath),
          tempFiles: chosen.map((file) => ({ path: file.tempFilePath, size: file.size })),
        };
      },
    }),
    chooseMedia: asynchronous({
      options: {
        count,
        mediaType: optional(listOf("image", "video"), ["image", "video"]),
        sourceType,
        maxDuration: optional(number, 10),
        sizeType,
        camera,
      },
      results: ["tempFiles"],
      async run({ mediaType, ...options }) {
        const chosen = await choose({ ...options, kinds: mediaType });
        return { tempFiles: await Promise.all(chosen.map((file) => describe(environment, file))) };
      },
    }),
    chooseVideo: asynchronous({
      options: { sourceType, maxDuration: optional(number, 60), compressed: optional(boolean, true), camera },
      results: ["tempFilePath", "duration", "size", "width", "height"],
      async run(options) {
        const [file] = await choose({ ...options, count: 1, kinds: ["video"] });
        if (!file) throw ApiError.cancelled();
        return describe(environment, file);
      },
    }),
  };
}

export interface DescribedFile extends ChosenFile {
  /** Seconds; films only, like the size. */
  duration?: number;
  width?: number;
  height?: number;
}

interface ChooserRequest {
  count: number;
  kinds: readonly ("image" | "video")[];
  sourceType: readonly ("album" | "camera")[];
  camera: "back" | "front";
}

async function chooseFiles(
  environment: Environment,
  files: FileSystem,
  request: ChooserRequest,
): Promise<ChosenFile[]> {
  if (request.count < 1) throw ApiError.parameter(`params.count should be at least 1, but got ${request.count}`);
  const cameraOnly = !request.sourceType.includes("album");
  if (cameraOnly) await demandScope(environment.host, "scope.camera");
  const chosen = await openChooser(request, cameraOnly);
  if (chosen.length === 0) throw ApiError.cancelled();
  return Promise.all(
    chosen.slice(0, request.count).map(async (file) => ({
      tempFilePath: files.writeTemporary(
        new Uint8Array(await file.arrayBuffer()),
        file.type,
        extensionOf(file.name, file.type),
      ),
      size: file.size,
      mediaType: file.type.startsWith("video/") ? ("video" as const) : ("image" as const),
    })),
  );
}

function openChooser({ kinds, count, camera }: ChooserRequest, cameraOnly: boolean): Promise<File[]> {
  // Without a tap the browser shows nothing, and says nothing either.
  if (navigator.userActivation?.isActive === false) {
    throw new ApiError("browsers open the chooser only from a tap: call it in a tap's handler", { errorType: "D" });
  }
  const input = document.createElement("input");
  input.type = "file";
  input.accept = kinds.map((kind) => `${kind}/*`).join(",");
  input.multiple = count > 1 && !cameraOnly;
  if (cameraOnly) input.capture = camera === "front" ? "user" : "environment";
  return new Promise((resolve) => {
    input.addEventListener("change", () => resolve([...(input.files ?? [])]));
    input.addEventListener("cancel", () => resolve([]));
    input.click();
  });
}

/** Size and length of a film, as far as the browser can read it. */
async function describe(environment: Environment, file: ChosenFile): Promise<DescribedFile> {
  if (file.mediaType === "image") return file;
  const video = document.createElement("video");
  video.preload = "metadata";
  const loaded = new Promise<boolean>((resolve) => {
    video.onloadedmetadata = () => resolve(true);
    video.onerror = () => resolve(false);
  });
  video.src = environment.resolveAsset(file.tempFilePath);
  const { duration, videoWidth: width, videoHeight: height } = (await loaded) ? video : emptyVideo;
  video.removeAttribute("src");
  return { ...file, duration: Number.isFinite(duration) ? duration : 0, width, height };
}

const emptyVideo = { duration: 0, videoWidth: 0, videoHeight: 0 };

function listOf<const C extends readonly string[]>(...choices: C): Kind<C[number][]> {
  const { description } = choice(...choices);
  return {
    description: `a list of ${description}`,
    choices,
    accepts: (value): value is C[number][] =>
      Array.isArray(value) && value.length > 0 && value.every((one) => choices.includes(one)),
  };
}

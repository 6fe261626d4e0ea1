import type { Environment } from "../../kernel/environment.js";
import { asynchronous } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { type Kind, number, optional, required, string, strings } from "../core/options.js";
import { extensionOf } from "../files/extension.js";
import type { FileSystem } from "../files/file-system.js";
import { localFile } from "../files/local-file.js";
import { demandScope } from "../login/scopes.js";

const sources: Kind<string | string[]> = {
  description: "string or string array",
  accepts: (value): value is string | string[] => string.accepts(value) || strings.accepts(value),
};

/** Pictures: shown, measured, made smaller, and given to the user. */
export function imagesTopic(environment: Environment, files: FileSystem) {
  const { host } = environment;
  const download = () =>
    asynchronous({
      options: { filePath: required(string) },
      async run({ filePath }) {
        const file = await localFile(environment, files, filePath);
        await demandScope(host, "scope.album");
        saveAs(file, `${Date.now()}.${extensionOf(filePath, file.type)}`);
      },
    });
  return {
    previewImage: asynchronous({
      options: { urls: required(strings), current: optional(string) },
      run({ urls, current }) {
        if (urls.length === 0) throw ApiError.parameter("params.urls should have at least one item");
        const index = current === undefined ? 0 : Math.max(0, urls.indexOf(current));
        host.previewImages(
          urls.map((url) => environment.resolveAsset(url)),
          index,
        );
      },
    }),
    getImageInfo: asynchronous({
      options: { src: required(string) },
      results: ["width", "height", "type", "path", "orientation"],
      async run({ src }) {
        const isRemote = /^https?:/.test(src);
        const file = isRemote ? await remoteFile(environment, src) : await localFile(environment, files, src);
        const { naturalWidth: width, naturalHeight: height } = await decodeImage(file, src);
        const extension = extensionOf(src.split(/[?#]/)[0] ?? "", file.type);
        const path = isRemote
          ? files.writeTemporary(new Uint8Array(await file.arrayBuffer()), file.type, extension)
          : src;
        return { width, height, type: extension === "jpg" ? "jpeg" : extension, path, orientation: "up" };
      },
    }),
    compressImage: asynchronous({
      options: { src: required(sources), quality: optional(number, 80) },
      results: ["tempFilePath"],
      async run({ src, quality }) {
        if (quality < 0 || quality > 100) {
          throw ApiError.parameter(`params.quality should be 0 to 100, but got ${quality}`);
        }
        const compress = async (path: string) => {
          const image = await decodeImage(await localFile(environment, files, path), path);
          const jpeg = await toJpeg(image, quality / 100);
          return files.writeTemporary(new Uint8Array(await jpeg.arrayBuffer()), jpeg.type, "jpg");
        };
        return { tempFilePath: Array.isArray(src) ? await Promise.all(src.map(compress)) : await compress(src) };
      },
    }),
    saveImageToPhotosAlbum: download(),
    saveVideoToPhotosAlbum: download(),
  };
}

async function remoteFile(environment: Environment, url: string): Promise<Blob> {
  const response = await environment.host.fetch(url, {});
  if (!response.ok) throw new ApiError(`${url} answered with status ${response.status}`);
  return response.blob();
}

async function decodeImage(file: Blob, path: string): Promise<HTMLImageElement> {
  const image = new Image();
  const url = URL.createObjectURL(file);
  image.src = url;
  try {
    await image.decode();
    return image;
  } catch (cause) {
    throw new ApiError(`not a picture that the browser can read: ${path}`, { errorType: "D" }, { cause });
  } finally {
    URL.revokeObjectURL(url);
  }
}

function toJpeg(image: HTMLImageElement, quality: number): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext("2d");
  if (!context) throw new ApiError("the browser gives no canvas", { errorType: "F" });
  // JPEG knows no transparency: what lies behind would turn black.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0);
  return new Promise((resolve, reject) => {
    const done = (blob: Blob | null) => (blob ? resolve(blob) : reject(new ApiError("the picture is too large")));
    canvas.toBlob(done, "image/jpeg", quality);
  });
}

function saveAs(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken the address over by the end of this turn.
  setTimeout(() => URL.revokeObjectURL(link.href));
}

import { extname } from "node:path";
import { fileBelow } from "./files.js";

/**
 * What a mini-program may show or play from its own folder. Everything else in it is source, settings or data that
 * the compiler takes in, and stays unreadable.
 */
const ASSET_SUFFIXES = new Set(
  "png jpg jpeg gif webp avif bmp ico svg mp3 m4a aac wav ogg oga flac mp4 m4v webm mov ttf otf woff woff2 eot"
    .split(" ")
    .map((suffix) => `.${suffix}`),
);

/** Whether a project file of this name is an asset. */
export function isAsset(path: string): boolean {
  return ASSET_SUFFIXES.has(extname(path).toLowerCase());
}

/**
 * Finds an asset of the project.
 * @param root The project's folder.
 * @param path As in the URL, decoded, without leading slash.
 * @returns The file, or `undefined` where there is none, it is no asset, or it lies outside the folder.
 */
export async function findAsset(root: string, path: string): Promise<string | undefined> {
  if (!isAsset(path) || path.split("/").includes("node_modules")) return undefined;
  const file = await fileBelow(root, path);
  // A link inside the folder may give source another name.
  return file && isAsset(file) ? file : undefined;
}

import type { Environment } from "../../kernel/environment.js";
import { ApiError } from "../core/errors.js";
import type { FileSystem } from "./file-system.js";

/**
 * The bytes behind a local path: a file of the mini-program (`ttfile:`), of its project, or a `blob:` or `data:` URL.
 *
 * @throws {ApiError} when nothing is there, or the path is an address in the network
 */
export async function localFile(environment: Environment, files: FileSystem, path: string): Promise<Blob> {
  if (path.startsWith("ttfile:")) {
    const { data, type } = files.read(path);
    return new Blob([data as BlobPart], { type });
  }
  if (/^https?:/.test(path)) throw ApiError.parameter(`a local path is needed, but got ${path}`);
  try {
    const response = await fetch(environment.resolveAsset(path));
    if (response.ok) return await response.blob();
  } catch {
    // A `blob:` URL that was never made, or is no longer kept, rejects instead of answering.
  }
  throw new ApiError(`file not found: ${path}`, { errorType: "D" });
}

import type { Environment } from "../../kernel/environment.js";
import { asynchronous, synchronous } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { choice, optional, required, string } from "../core/options.js";
import type { FileSystem } from "./file-system.js";
import { createFileSystemManager } from "./manager.js";
import { FileOperations } from "./operations.js";

const DIGESTS = { sha1: "SHA-1", sha256: "SHA-256" } as const;

/** Files: `tt.getFileSystemManager` and its short forms. */
export function filesTopic(environment: Environment, files: FileSystem) {
  const operations = new FileOperations(files);
  const manager = createFileSystemManager(environment, operations);
  return {
    getFileSystemManager: synchronous({ results: Object.keys(manager), call: () => manager }),
    saveFile: asynchronous({
      options: { tempFilePath: required(string), filePath: optional(string) },
      results: ["savedFilePath"],
      run: ({ tempFilePath, filePath }) => ({ savedFilePath: operations.saveFile(tempFilePath, filePath) }),
    }),
    getFileInfo: asynchronous({
      options: { filePath: required(string), digestAlgorithm: optional(string) },
      results: ["size", "digest"],
      async run({ filePath, digestAlgorithm }): Promise<{ size: number; digest?: string }> {
        const { data } = files.read(filePath);
        if (!digestAlgorithm) return { size: data.byteLength };
        const algorithm = required(choice("sha1", "sha256")).read(digestAlgorithm, "params.digestAlgorithm");
        return { size: data.byteLength, digest: await digest(data, DIGESTS[algorithm]) };
      },
    }),
    getSavedFileList: asynchronous({ results: ["fileList"], run: () => ({ fileList: operations.savedFiles() }) }),
    removeSavedFile: asynchronous({
      options: { filePath: required(string) },
      run: ({ filePath }) => operations.unlink(filePath),
    }),
  };
}

async function digest(data: Uint8Array, algorithm: string): Promise<string> {
  // Insecure pages have no `crypto.subtle`.
  if (!globalThis.crypto?.subtle) throw new ApiError("digests need a page on https", { errorType: "F" });
  const bytes = new Uint8Array(await crypto.subtle.digest(algorithm, data as BufferSource));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

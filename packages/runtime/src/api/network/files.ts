import type { Environment } from "../../kernel/environment.js";
import { type Definition, withTask } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { Listeners } from "../core/listeners.js";
import { number, optional, record, required, string } from "../core/options.js";
import { checkHeaders, checkTimeout, checkUrl, type TransferCounter, TransferTask } from "./transfer.js";

const DOWNLOAD_LIMIT = 50 * 1024 * 1024;
const REFUSED_HEADERS = ["referer", "user-agent", "content-type"];

/** `tt.downloadFile`: the file is kept in memory until the mini-program ends; its path is a `blob:` URL. */
export function downloadFileDefinition(environment: Environment, counter: TransferCounter): Definition {
  return withTask({
    note: "The temporary path is a `blob:` URL.",
    options: { url: required(string), header: optional(record), timeout: optional(number) },
    results: ["tempFilePath", "statusCode"],
    idle: () => ({ abort: () => undefined, onProgressUpdate: () => undefined }),
    start(options) {
      const url = checkUrl(options.url, ["https:", "http:"]);
      const headers = checkHeaders(environment, options.header, REFUSED_HEADERS.slice(0, 2));
      const progress = new Listeners(environment);
      const task = new TransferTask(environment, counter);
      const timeout = checkTimeout(options.timeout, environment.definition.app.networkTimeout.downloadFile);
      const outcome = task.run({ method: "GET", url, headers, timeout }, async (response) => {
        const file = await readFile(response, (written, expected) =>
          progress.emit({
            progress: expected ? Math.floor((written / expected) * 100) : 0,
            totalBytesWritten: written,
            totalBytesExpectedToWrite: expected,
          }),
        );
        return { statusCode: response.status, tempFilePath: URL.createObjectURL(file) };
      });
      return {
        task: { abort: () => task.abort(), onProgressUpdate: (callback: unknown) => progress.add(callback) },
        outcome,
      };
    },
  });
}

/** `tt.uploadFile`: one file and fields beside it, as a form. */
export function uploadFileDefinition(environment: Environment, counter: TransferCounter): Definition {
  return withTask({
    note: "Progress is told at the start and at the end: `fetch` says nothing between.",
    options: {
      url: required(string),
      filePath: required(string),
      name: required(string),
      header: optional(record),
      formData: optional(record),
      timeout: optional(number),
    },
    results: ["data", "statusCode"],
    idle: () => ({ abort: () => undefined, onProgressUpdate: () => undefined }),
    start(options) {
      const url = checkUrl(options.url, ["https:", "http:"]);
      const headers = checkHeaders(environment, options.header, REFUSED_HEADERS);
      const progress = new Listeners(environment);
      const task = new TransferTask(environment, counter);
      const timeout = checkTimeout(options.timeout, environment.definition.app.networkTimeout.uploadFile);
      const send = async () => {
        const file = await localFile(environment, options.filePath);
        const report = (sent: number) =>
          progress.emit({
            progress: file.size ? Math.floor((sent / file.size) * 100) : 100,
            totalBytesSent: sent,
            totalBytesExpectedToSend: file.size,
          });
        const body = new FormData();
        for (const [name, value] of Object.entries(options.formData ?? {})) body.append(name, String(value));
        body.append(options.name, file, fileName(options.filePath, file.type));
        report(0);
        const result = await task.run({ method: "POST", url, headers, timeout, body }, async (response) => ({
          statusCode: response.status,
          data: await response.text(),
        }));
        report(file.size);
        return result;
      };
      return {
        task: { abort: () => task.abort(), onProgressUpdate: (callback: unknown) => progress.add(callback) },
        outcome: send(),
      };
    },
  });
}

async function readFile(response: Response, progress: (written: number, expected: number) => void): Promise<Blob> {
  const expected = Number(response.headers.get("content-length")) || 0;
  const chunks: BlobPart[] = [];
  let written = 0;
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    written += value.byteLength;
    if (written > DOWNLOAD_LIMIT) {
      await reader.cancel();
      throw new ApiError("the file is larger than 50 MB", { errorType: "D" });
    }
    chunks.push(value);
    progress(written, Math.max(expected, written));
  }
  return new Blob(chunks, { type: response.headers.get("content-type") ?? "" });
}

/** The bytes behind a local path: a temporary file, or a file of the project. */
export async function localFile(environment: Environment, path: string): Promise<Blob> {
  if (/^https?:/.test(path)) throw ApiError.parameter(`params.filePath should be a local path, but got ${path}`);
  try {
    const response = await fetch(environment.resolveAsset(path));
    if (response.ok) return await response.blob();
  } catch {
    // A `blob:` URL that was never made, or is no longer kept, rejects instead of answering.
  }
  throw new ApiError(`file not found: ${path}`, { errorType: "D" });
}

function fileName(path: string, type: string): string {
  if (!path.startsWith("blob:")) return path.split("/").at(-1) || "file";
  const extension = /^(?:image|audio|video)\/([a-z0-9]+)/.exec(type)?.[1] ?? "bin";
  return `file.${extension === "jpeg" ? "jpg" : extension}`;
}

import type { Environment } from "../../kernel/environment.js";
import { withTask } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { Listeners } from "../core/listeners.js";
import { number, optional, record, required, string } from "../core/options.js";
import type { Shared } from "../core/shared.js";
import { extensionOf } from "../files/extension.js";
import type { FileSystem } from "../files/file-system.js";
import { localFile } from "../files/local-file.js";
import { checkDomain } from "./domains.js";
import { NetworkState } from "./network-state.js";
import { checkHeaders, checkTimeout, checkUrl, type TransferState, TransferTask } from "./transfer.js";

/** Files from and to a server. */
export const fileTransfersTopic = (environment: Environment, files: FileSystem, shared: Shared) => {
  const state = NetworkState.of(environment, shared);
  return {
    downloadFile: downloadFileDefinition(environment, state, files),
    uploadFile: uploadFileDefinition(environment, state, files),
  };
};

const DOWNLOAD_LIMIT = 50 * 1024 * 1024;
const REFUSED_HEADERS = ["referer", "user-agent", "content-type"];

/** `tt.downloadFile`: the file is kept until the mini-program ends, or until it is saved. */
function downloadFileDefinition(environment: Environment, state: TransferState, files: FileSystem) {
  return withTask({
    options: { url: required(string), header: optional(record), timeout: optional(number) },
    results: ["tempFilePath", "statusCode"],
    idle: () => ({ abort: () => undefined, onProgressUpdate: () => undefined }),
    start(options) {
      const url = checkUrl(options.url, ["https:", "http:"]);
      checkDomain(environment, "downloadFile", url);
      const headers = checkHeaders(environment, options.header, REFUSED_HEADERS.slice(0, 2));
      const progress = new Listeners(environment);
      const task = new TransferTask(environment, state);
      const timeout = checkTimeout(options.timeout, environment.definition.app.networkTimeout.downloadFile);
      const outcome = task.run({ method: "GET", url, headers, timeout }, async (response) => {
        const type = response.headers.get("content-type") ?? "";
        const file = await readFile(response, (written, expected) =>
          progress.emit({
            progress: expected ? Math.floor((written / expected) * 100) : 0,
            totalBytesWritten: written,
            totalBytesExpectedToWrite: expected,
          }),
        );
        const path = new URL(url).pathname;
        const tempFilePath = files.writeTemporary(file, type, extensionOf(path, type));
        return { statusCode: response.status, tempFilePath };
      });
      return {
        task: { abort: () => task.abort(), onProgressUpdate: (callback: unknown) => progress.add(callback) },
        outcome,
      };
    },
  });
}

/** `tt.uploadFile`: one file and fields beside it, as a form. */
function uploadFileDefinition(environment: Environment, state: TransferState, files: FileSystem) {
  return withTask({
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
      checkDomain(environment, "uploadFile", url);
      const headers = checkHeaders(environment, options.header, REFUSED_HEADERS);
      const progress = new Listeners(environment);
      const task = new TransferTask(environment, state);
      const timeout = checkTimeout(options.timeout, environment.definition.app.networkTimeout.uploadFile);
      const send = async () => {
        const file = await localFile(environment, files, options.filePath);
        const report = (sent: number) =>
          progress.emit({
            progress: file.size ? Math.floor((sent / file.size) * 100) : 100,
            totalBytesSent: sent,
            totalBytesExpectedToSend: file.size,
          });
        const body = new FormData();
        for (const [name, value] of Object.entries((options.formData ?? {}) as Record<string, unknown>))
          body.append(name, String(value));
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

async function readFile(
  response: Response,
  progress: (written: number, expected: number) => void,
): Promise<Uint8Array> {
  const expected = Number(response.headers.get("content-length")) || 0;
  const chunks: Uint8Array[] = [];
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
  const whole = new Uint8Array(written);
  let place = 0;
  for (const chunk of chunks) {
    whole.set(chunk, place);
    place += chunk.byteLength;
  }
  return whole;
}

function fileName(path: string, type: string): string {
  if (!path.startsWith("blob:")) return path.split("/").at(-1) || "file";
  return `file.${extensionOf("", type)}`;
}

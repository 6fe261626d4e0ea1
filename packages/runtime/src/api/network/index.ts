import type { Environment } from "../../kernel/environment.js";
import type { FileSystem } from "../files/file-system.js";
import { Cookies } from "./cookies.js";
import { downloadFileDefinition, uploadFileDefinition } from "./files.js";
import { requestDefinition } from "./request.js";
import { connectSocketDefinition } from "./socket.js";
import type { TransferState } from "./transfer.js";

/** Requests, files and sockets. */
export function networkTopic(environment: Environment, files: FileSystem) {
  const cookies = new Cookies(environment);
  const state: TransferState = { next: 1, cookies };
  return {
    request: requestDefinition(environment, state),
    downloadFile: downloadFileDefinition(environment, state, files),
    uploadFile: uploadFileDefinition(environment, state, files),
    connectSocket: connectSocketDefinition(environment, cookies),
  };
}

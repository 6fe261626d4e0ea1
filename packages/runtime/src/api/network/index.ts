import type { Environment } from "../../kernel/environment.js";
import type { FileSystem } from "../files/file-system.js";
import { downloadFileDefinition, uploadFileDefinition } from "./files.js";
import { requestDefinition } from "./request.js";
import { connectSocketDefinition } from "./socket.js";
import type { TransferCounter } from "./transfer.js";

/** Requests, files and sockets. */
export function networkTopic(environment: Environment, files: FileSystem) {
  const counter: TransferCounter = { next: 1 };
  return {
    request: requestDefinition(environment, counter),
    downloadFile: downloadFileDefinition(environment, counter, files),
    uploadFile: uploadFileDefinition(environment, counter, files),
    connectSocket: connectSocketDefinition(environment),
  };
}

import type { Environment } from "../../kernel/environment.js";
import { withTask } from "../core/definition.js";
import { anything, choice, number, optional, record, required, string } from "../core/options.js";
import type { Shared } from "../core/shared.js";
import { decodeAnswer, encodeData, headerRecord } from "./content.js";
import { checkDomain } from "./domains.js";
import { NetworkState } from "./network-state.js";
import { checkHeaders, checkTimeout, checkUrl, headerValue, type TransferState, TransferTask } from "./transfer.js";

const METHODS = ["GET", "POST", "OPTIONS", "PUT", "HEAD", "DELETE", "PATCH"] as const;
const REFUSED_HEADERS = ["referer", "user-agent"];

export const requestTopic = (environment: Environment, shared: Shared) => ({
  request: requestDefinition(environment, NetworkState.of(environment, shared)),
});

/** `tt.request`: any answer of the server is a success; only not getting one is a failure. */
function requestDefinition(environment: Environment, state: TransferState) {
  return withTask({
    options: {
      url: required(string),
      header: optional(record),
      method: optional(string, "GET"),
      data: optional(anything),
      dataType: optional(string, "json"),
      responseType: optional(string, "text"),
      timeout: optional(number),
    },
    results: ["statusCode", "header", "data"],
    idle: () => ({ abort: () => undefined }),
    start(options) {
      const responseType = required(choice("text", "arraybuffer")).read(options.responseType, "params.responseType");
      const method = required(choice(...METHODS)).read(options.method.toUpperCase(), "params.method");
      const headers = checkHeaders(environment, options.header, REFUSED_HEADERS);
      const givenType = headerValue(headers, "content-type");
      const contentType = givenType ?? "application/json";
      const { url, body } = encodeData(options.url, method, options.data, contentType, givenType !== undefined);
      checkUrl(url, ["https:", "http:"]);
      checkDomain(environment, "request", url);
      if (givenType === undefined && body !== undefined) headers["content-type"] = contentType;
      const task = new TransferTask(environment, state);
      const timeout = checkTimeout(options.timeout, environment.definition.app.networkTimeout.request);
      const outcome = task.run(
        { method, url, headers, timeout, ...(body === undefined ? {} : { body }) },
        async (response) => ({
          statusCode: response.status,
          header: headerRecord(response.headers),
          data: await decodeAnswer(response, options.dataType, responseType),
        }),
      );
      return { task: { abort: () => task.abort() }, outcome };
    },
  });
}

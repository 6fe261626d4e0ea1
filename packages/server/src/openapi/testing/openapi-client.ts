import { signOpenApiRequest } from "@lianmai/server-sdk";

/** The envelope of every answer. */
export interface Answer {
  ResponseMetadata: {
    RequestId: string;
    Action: string;
    Version: string;
    Service: string;
    Region: string;
    Error?: { CodeN?: number; Code: string; Message: string };
  };
  Result?: unknown;
}

export interface CallOptions {
  method?: "GET" | "POST";
  /** Sent in the place of the fields' JSON. */
  body?: string;
  /** Added after signing. */
  headers?: Record<string, string>;
  secretKey?: string;
}

/** Calls the OpenAPI, signed, over HTTP. */
export class OpenApiClient {
  constructor(
    private readonly port: number,
    private readonly key: { accessKeyId: string; secretKey: string },
    private readonly now: () => number = Date.now,
  ) {}

  async call(
    action: string,
    version: string,
    fields: Record<string, unknown> = {},
    options: CallOptions = {},
  ): Promise<{ status: number; answer: Answer }> {
    const { method = "POST", secretKey = this.key.secretKey } = options;
    const query: Record<string, string> = { Action: action, Version: version };
    if (method === "GET") for (const [name, value] of Object.entries(fields)) query[name] = String(value);
    const body = method === "GET" ? "" : (options.body ?? JSON.stringify(fields));
    const { accessKeyId } = this.key;
    const signed = { accessKeyId, secretKey, method, query, body, date: new Date(this.now()) };
    const response = await fetch(`http://127.0.0.1:${this.port}/?${new URLSearchParams(query)}`, {
      method,
      headers: { ...signOpenApiRequest(signed), ...options.headers },
      ...(method === "GET" ? {} : { body }),
    });
    return { status: response.status, answer: (await response.json()) as Answer };
  }

  /** `Result` of a call that must succeed. */
  async result(...args: Parameters<OpenApiClient["call"]>): Promise<unknown> {
    const { status, answer } = await this.call(...args);
    if (status !== 200) throw new Error(`${args[0]} got ${status} ${JSON.stringify(answer.ResponseMetadata.Error)}`);
    return answer.Result;
  }

  /** `status code: message` of a call that must be refused. */
  async refusal(...args: Parameters<OpenApiClient["call"]>): Promise<string> {
    const { status, answer } = await this.call(...args);
    const { Error: error } = answer.ResponseMetadata;
    if (error === undefined || answer.Result !== undefined) throw new Error(`${args[0]} was not refused`);
    return `${status} ${error.Code}: ${error.Message}`;
  }
}

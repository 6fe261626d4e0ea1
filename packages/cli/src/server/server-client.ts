import { readFileSync } from "node:fs";
import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import { CommandError } from "../errors.js";
import { languageOf, say } from "../terminal/language.js";

/** Milliseconds without a byte after which a server counts as gone. */
const SILENCE = 30_000;
/** Milliseconds before another try of what was cut off. */
const RETRY_DELAYS = [300, 1_000, 3_000];

export interface ServerClientOptions {
  /** Origin. */
  server: string;
  token?: string;
  /** File of certificates in PEM to trust besides the system's. */
  ca?: string;
}

/** Speaks to a Lianmai server in the name of a developer. Failures are sentences with what to do. */
export class ServerClient {
  readonly #options: ServerClientOptions;
  readonly #ca: string | undefined;

  /** @throws CommandError where the certificate file cannot be read */
  constructor(options: ServerClientOptions) {
    this.#options = options;
    this.#ca = options.ca === undefined ? undefined : readCertificates(options.ca);
  }

  get server(): string {
    return this.#options.server;
  }

  /**
   * @param body sent as JSON; a Buffer as it is
   * @returns the answer's JSON
   * @throws CommandError when the server refuses or cannot be reached
   */
  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { status, text } = await this.#send(method, path, body);
    const json = parse(text);
    if (status >= 200 && status < 300) return json as T;
    const error = (json as { error?: { code?: string; message?: string } } | undefined)?.error;
    throw refusal(this.server, status, error);
  }

  /** The same for what may be repeated without harm: tried again where the connection breaks. */
  async askAgain<T>(method: string, path: string, body?: unknown): Promise<T> {
    for (const wait of RETRY_DELAYS) {
      try {
        return await this.ask<T>(method, path, body);
      } catch (error) {
        if (!(error instanceof CommandError) || error.code !== "unreachable") throw error;
        await delay(wait);
      }
    }
    return await this.ask<T>(method, path, body);
  }

  async #send(method: string, path: string, body: unknown): Promise<{ status: number; text: string }> {
    const url = new URL(path, this.server);
    const bytes = body === undefined ? undefined : body instanceof Buffer ? body : Buffer.from(JSON.stringify(body));
    const headers: Record<string, string | number> = { "accept-language": languageOf(process.env) };
    if (this.#options.token !== undefined) headers.authorization = `Bearer ${this.#options.token}`;
    if (bytes !== undefined) {
      headers["content-length"] = bytes.length;
      headers["content-type"] = body instanceof Buffer ? "application/octet-stream" : "application/json";
    }
    try {
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        const options = { method, headers, timeout: SILENCE };
        const request =
          url.protocol === "https:"
            ? https.request(url, { ...options, ...(this.#ca === undefined ? {} : { ca: this.#ca }) })
            : http.request(url, options);
        request.once("response", resolve).once("error", reject);
        request.once("timeout", () => request.destroy(new Error(`no answer within ${SILENCE / 1000} s`)));
        request.end(bytes);
      });
      let text = "";
      for await (const chunk of answer.setEncoding("utf8")) text += chunk;
      return { status: answer.statusCode ?? 0, text };
    } catch (cause) {
      throw unreachable(url, cause);
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(server: string, status: number, error: { code?: string; message?: string } | undefined): CommandError {
  if (error?.message === undefined) {
    const zh = `${server} 回答了 ${status}，不像是连麦服务。请检查地址，以及服务的版本。`;
    const en = `${server} answered ${status}, which is not what a Lianmai server says. Check the address, and the server's version.`;
    return new CommandError(status >= 500 ? "failed" : "refused", say(zh, en));
  }
  if (status === 401) {
    // A wrong secret is said by the server; without a valid token the way in is the same everywhere.
    const code = error.code === "wrong-secret" ? "refused" : "not-signed-in";
    const sentence =
      code === "refused"
        ? error.message
        : say(
            `没有登录 ${server}，或登录已过期：请执行 lianmai login ${server}`,
            `You are not signed in to ${server}, or no longer: run lianmai login ${server}`,
          );
    return new CommandError(code, sentence);
  }
  const code = status === 507 ? "disk-full" : status === 409 ? "conflict" : status >= 500 ? "failed" : "refused";
  return new CommandError(code, error.message);
}

function unreachable(url: URL, cause: unknown): CommandError {
  const { code = "", message } = cause as NodeJS.ErrnoException;
  const origin = url.origin;
  if (code === "CERT_HAS_EXPIRED") {
    return new CommandError(
      "certificate",
      say(
        `${origin} 的证书已过期，未发送任何内容。请在服务器上更新证书后重试。`,
        `The certificate of ${origin} has expired; nothing was sent. Renew it on the server and try again.`,
      ),
      { cause },
    );
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code)) {
    return new CommandError(
      "certificate",
      say(
        `${origin} 的证书不受信任（${code}）。自签名的服务器请用 lianmai login ${origin} --ca 证书.pem 信任它。`,
        `The certificate of ${origin} is not trusted (${code}). For a server with a certificate of its own: lianmai login ${origin} --ca CERTIFICATE.pem.`,
      ),
      { cause },
    );
  }
  const why: Record<string, [string, string]> = {
    ECONNREFUSED: [
      "那里没有服务在监听，请启动服务或检查端口",
      "nothing listens there; start the server or check the port",
    ],
    ENOTFOUND: ["找不到这台主机，请检查地址", "there is no such host; check the address"],
    EAI_AGAIN: ["域名解析失败，请检查网络", "the name could not be looked up; check the network"],
  };
  const [zh, en] = why[code] ?? [`${message}，请检查网络后重试`, `${message}; check the network and try again`];
  return new CommandError("unreachable", say(`连不上 ${origin}：${zh}。`, `${origin} cannot be reached: ${en}.`), {
    cause,
  });
}

function readCertificates(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new CommandError(
      "certificate",
      say(
        `证书文件 ${file} 无法读取，请用 lianmai login 重新指定。`,
        `The certificate file ${file} cannot be read: name it again by lianmai login.`,
      ),
      { cause },
    );
  }
}

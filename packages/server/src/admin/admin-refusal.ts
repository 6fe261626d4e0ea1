import type { IncomingMessage, ServerResponse } from "node:http";
import { sendJson } from "../http/handler.js";

/** Why an administrator's request was refused: a status, a word for programs, and a sentence in both languages. */
export class AdminRefusal extends Error {
  override readonly name = "AdminRefusal";

  constructor(
    /** HTTP status. */
    readonly status: number,
    readonly code: string,
    readonly text: { readonly zh: string; readonly en: string },
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(text.en);
  }

  static notSignedIn(): AdminRefusal {
    return new AdminRefusal(
      401,
      "not-signed-in",
      {
        zh: "没有登录或登录已过期，请先向 /api/admin/sign-in 登录。",
        en: "Nobody is signed in, or no longer: sign in at /api/admin/sign-in first.",
      },
      { "www-authenticate": 'Bearer realm="lianmai"' },
    );
  }

  static wrongSecret(): AdminRefusal {
    return new AdminRefusal(401, "wrong-secret", {
      zh: "管理密钥不对。它在服务的数据文件夹的 admin-secret 文件里，或由启动服务的人另行设定。",
      en: "This is not the admin secret. It is in the file admin-secret of the service's data folder, unless who started the service chose another.",
    });
  }

  /** @param wait milliseconds */
  static tooManyAttempts(wait: number): AdminRefusal {
    const seconds = Math.ceil(wait / 1000);
    return new AdminRefusal(
      429,
      "too-many-attempts",
      {
        zh: `来自这个地址的错误尝试太多，请在 ${seconds} 秒后再试。`,
        en: `There were too many wrong attempts from this address: try again in ${seconds} s.`,
      },
      { "retry-after": String(seconds) },
    );
  }

  static invalid(zh: string, en: string): AdminRefusal {
    return new AdminRefusal(400, "invalid", { zh, en });
  }

  /** Answers with it, in the language of whoever asks: Chinese unless English is asked for. */
  send(request: IncomingMessage, response: ServerResponse): void {
    const english = request.headers["accept-language"]?.trim().toLowerCase().startsWith("en");
    for (const [name, value] of Object.entries(this.headers)) response.setHeader(name, value);
    // Of a body that was not read to its end the rest would be taken for the next request.
    if (!request.complete) response.setHeader("connection", "close");
    sendJson(response, this.status, { error: { code: this.code, message: english ? this.text.en : this.text.zh } });
  }
}

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** What `tt.login` gives to the mini-program. */
export interface LoginCodes {
  code: string;
  anonymousCode: string;
  isLogin: boolean;
}

/** The answer of the platform's `jscode2session`, version 2. */
export interface SessionAnswer {
  err_no: number;
  err_tips: string;
  log_id: string;
  data?: { session_key: string; openid: string; anonymous_openid: string; unionid: string };
}

/** The platform's documented numbers. */
const ERROR = { parameter: 40000, appid: 40015, secret: 40017, code: 40018, anonymousCode: 40019 } as const;

/** How long a code may be exchanged, in milliseconds: a few minutes, as on the platform. */
const CODE_LIFETIME = 5 * 60_000;
/** Codes kept at most; the oldest go first, so that a loop of logins does not fill the memory. */
const CODES_KEPT = 10_000;

interface IssuedCode {
  user: string;
  kind: "code" | "anonymousCode";
  expires: number;
}

/**
 * The users of the simulator as a business back end sees them: one-time codes of `tt.login`, and their exchange for
 * an openid under the platform's own API. An openid is computed from mini-program and user, so that it is the same
 * after a restart and a back end's data stay valid.
 */
export class Identities {
  readonly #codes = new Map<string, IssuedCode>();
  readonly #secret: string | undefined;
  readonly #now: () => number;

  /** @param options.secret The AppSecret that the exchange asks for; any non-empty one is taken when left out. */
  constructor(options: { secret?: string; now?: () => number } = {}) {
    this.#secret = options.secret;
    this.#now = options.now ?? Date.now;
  }

  /** Makes two new codes for a user of the simulator. */
  login(user: string): LoginCodes {
    return { code: this.#issue(user, "code"), anonymousCode: this.#issue(user, "anonymousCode"), isLogin: true };
  }

  /**
   * Exchanges codes for an identity.
   * @param request The decoded JSON body of the request.
   * @param appid The mini-program's own id; an exchange for another one is refused. Empty takes any.
   */
  exchange(request: unknown, appid: string): SessionAnswer {
    const { appid: askedFor, secret, code, anonymous_code: anonymousCode } = (request ?? {}) as Record<string, unknown>;
    if (typeof askedFor !== "string" || askedFor === "") return refuse(ERROR.appid, "bad appid: it is empty");
    if (appid && askedFor !== appid) {
      return refuse(ERROR.appid, `bad appid: ${askedFor} is not the appid of project.config.json, ${appid}`);
    }
    if (typeof secret !== "string" || secret === "") return refuse(ERROR.secret, "bad secret: it is empty");
    if (this.#secret !== undefined && !sameSecret(secret, this.#secret)) return refuse(ERROR.secret, "bad secret");
    if (!isGiven(code) && !isGiven(anonymousCode)) {
      return refuse(ERROR.parameter, "code and anonymous_code are both empty: give the one that tt.login returned");
    }

    const known = isGiven(code) ? this.#redeem(code, "code") : undefined;
    if (known && "reason" in known) return refuse(ERROR.code, `bad code: ${known.reason}`);
    const anonymous = isGiven(anonymousCode) ? this.#redeem(anonymousCode, "anonymousCode") : undefined;
    if (anonymous && "reason" in anonymous)
      return refuse(ERROR.anonymousCode, `bad anonymous_code: ${anonymous.reason}`);

    return {
      err_no: 0,
      err_tips: "success",
      log_id: logId(),
      data: {
        session_key: known ? randomBytes(16).toString("base64") : "",
        openid: known ? identifier("openid", askedFor, known.user) : "",
        anonymous_openid: anonymous ? identifier("anonymous_openid", askedFor, anonymous.user) : "",
        unionid: known ? identifier("unionid", known.user) : "",
      },
    };
  }

  #issue(user: string, kind: IssuedCode["kind"]): string {
    const value = randomBytes(24).toString("base64url");
    this.#codes.set(value, { user, kind, expires: this.#now() + CODE_LIFETIME });
    if (this.#codes.size > CODES_KEPT) {
      const oldest = this.#codes.keys().next().value;
      if (oldest !== undefined) this.#codes.delete(oldest);
    }
    return value;
  }

  #redeem(value: string, kind: IssuedCode["kind"]): IssuedCode | { reason: string } {
    const issued = this.#codes.get(value);
    if (!issued) return { reason: "it was used before or never issued; a code works once" };
    if (issued.kind !== kind) {
      return { reason: `it is the ${issued.kind === "code" ? "code" : "anonymous_code"} of that login` };
    }
    this.#codes.delete(value);
    if (issued.expires < this.#now()) return { reason: "it expired; call tt.login again" };
    return issued;
  }
}

function isGiven(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** Takes the same time wherever the two differ, and however long they are. */
function sameSecret(given: string, right: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text, "utf8").digest();
  return timingSafeEqual(digest(given), digest(right));
}

function refuse(err_no: number, err_tips: string): SessionAnswer {
  return { err_no, err_tips, log_id: logId() };
}

function logId(): string {
  return randomBytes(16).toString("hex");
}

function identifier(...parts: string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 36);
}

/** What the business server gives for one join. */
export interface Pass {
  appId: string;
  userId: string;
  token: string;
}

/** The business server did not do what it was asked for. The message is for people. */
export class BackendError extends Error {
  override readonly name = "BackendError";

  constructor(
    message: string,
    /** Whether it gave an answer at all. */
    readonly reached: boolean,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** The business server of `examples/backend`: it holds the AppKey, this page only ever sees tokens. */
export class Backend {
  readonly #base: string;

  /** @param base Its address without a path, or "" for the page's own origin. */
  constructor(base: string) {
    this.#base = base.replace(/\/+$/, "");
  }

  /**
   * A token for one room.
   * @throws BackendError
   */
  async pass(roomId: string, userId: string, name: string): Promise<Pass> {
    const answer = await this.#post("/api/rtc/token", { roomId, userId, name });
    const { appId, userId: given, token } = answer;
    if (typeof appId !== "string" || typeof given !== "string" || typeof token !== "string") {
      throw new BackendError("the business server's answer has no appId, userId and token", true);
    }
    return { appId, userId: given, token };
  }

  /** What users call themselves, by user id; "" for those whom the server does not know. */
  async names(userIds: string[]): Promise<Map<string, string>> {
    const { names } = await this.#post("/api/users", { userIds });
    return new Map(Object.entries(names ?? {}).map(([userId, name]) => [userId, String(name)]));
  }

  async #post(path: string, body: object): Promise<Record<string, unknown>> {
    let response: Response;
    try {
      response = await fetch(this.#base + path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    } catch (cause) {
      throw new BackendError("the business server cannot be reached", false, cause);
    }
    const answer: unknown = await response.json().catch(() => undefined);
    if (typeof answer !== "object" || answer === null) {
      throw new BackendError(`the business server answered ${response.status} without JSON`, false);
    }
    if (!response.ok) {
      const said = "error" in answer ? String(answer.error) : `status ${response.status}`;
      throw new BackendError(said, true);
    }
    return { ...answer };
  }
}

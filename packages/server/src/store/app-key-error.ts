/** A key of an app cannot be added or retired. */
export class AppKeyError extends Error {
  override readonly name = "AppKeyError";

  private constructor(
    readonly reason: "unknown_app" | "two_keys" | "one_key",
    /** The message in Chinese; `message` is the English one. */
    readonly zh: string,
    en: string,
  ) {
    super(en);
  }

  static unknownApp(appId: string): AppKeyError {
    return new AppKeyError(
      "unknown_app",
      `没有 AppId 为 ${appId} 的应用。`,
      `There is no app with the AppId ${appId}.`,
    );
  }

  static twoKeys(appId: string): AppKeyError {
    return new AppKeyError(
      "two_keys",
      `应用 ${appId} 已有两个密钥，请先停用一个：旧的是 primary，新加的是 secondary。`,
      `App ${appId} has two keys. Retire one first: the old one is primary, the one that was added is secondary.`,
    );
  }

  static oneKey(appId: string): AppKeyError {
    return new AppKeyError(
      "one_key",
      `应用 ${appId} 只有一个密钥，停用后没有 Token 可用。请先添加第二个密钥。`,
      `App ${appId} has one key only, and without it no token would be good. Add a second key first.`,
    );
  }
}

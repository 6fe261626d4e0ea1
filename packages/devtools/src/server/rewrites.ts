import { DevServerError } from "./errors.js";

/**
 * Sends the requests of a mini-program for one origin to another, so that a project whose back end lives elsewhere
 * runs unedited.
 */
export class Rewrites {
  readonly #targets = new Map<string, URL>();

  /**
   * @param rules By origin (`https://api.example.com`), the URL that answers in its place. A path in the target is put
   * before the path of the request.
   * @throws {DevServerError} `bad-rewrite` where a rule is not an origin and a URL of http or https.
   */
  constructor(rules: Readonly<Record<string, string>>) {
    for (const [origin, target] of Object.entries(rules)) {
      const from = parse(origin);
      const to = parse(target);
      if (from?.pathname !== "/" || from.search || from.hash) {
        throw new DevServerError(
          "bad-rewrite",
          `--rewrite ${origin}=${target}: "${origin}" is not an origin. Write scheme and host only, for example https://api.example.com=http://127.0.0.1:3001.`,
        );
      }
      if (!to || to.search || to.hash) {
        throw new DevServerError(
          "bad-rewrite",
          `--rewrite ${origin}=${target}: "${target}" is not a URL of http or https. Write for example https://api.example.com=http://127.0.0.1:3001.`,
        );
      }
      this.#targets.set(from.origin, to);
    }
  }

  /** @returns The URL to ask in place of `url`; `url` itself where no rule is for its origin. */
  apply(url: URL): URL {
    const target = this.#targets.get(url.origin);
    if (!target) return url;
    const rewritten = new URL(url);
    rewritten.protocol = target.protocol;
    rewritten.host = target.host;
    // Setting `host` without a port keeps the old one, so the port is always set as well.
    rewritten.port = target.port;
    rewritten.pathname = target.pathname.replace(/\/$/, "") + url.pathname;
    return rewritten;
  }
}

function parse(value: string): URL | undefined {
  try {
    const url = new URL(value);
    return url.protocol === "http:" || url.protocol === "https:" ? url : undefined;
  } catch {
    return undefined;
  }
}

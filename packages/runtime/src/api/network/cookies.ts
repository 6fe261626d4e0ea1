import type { Environment } from "../../kernel/environment.js";
import type { CookieJar } from "./cookie-jar.js";
import { headerValue } from "./transfer.js";

/** Cookies of a program that keeps them: `"cookie": { "enableStore": true }` in `app.json`. */
export class Cookies {
  readonly #jar: Promise<CookieJar> | undefined;
  #loaded: CookieJar | undefined;

  constructor({ definition }: Environment) {
    const { cookie } = definition.app as { cookie?: { enableStore?: unknown } };
    if (cookie?.enableStore === true)
      this.#jar = import("./cookie-jar.js").then(({ CookieJar: Jar }) => {
        this.#loaded = new Jar();
        return this.#loaded;
      });
  }

  /** The headers of a request with its cookies; one that the program sets itself stays. */
  async addTo(url: string, headers: Record<string, string>): Promise<Record<string, string>> {
    await this.#jar;
    return this.withThoseAtHand(url, headers);
  }

  /** The same without waiting for the jar, for sockets: they open at once. */
  withThoseAtHand(url: string, headers: Record<string, string>): Record<string, string> {
    if (!this.#loaded || headerValue(headers, "cookie") !== undefined) return headers;
    const cookie = this.#loaded.header(url);
    return cookie === undefined ? headers : { ...headers, cookie };
  }

  async takeFrom(url: string, headers: Headers): Promise<void> {
    const header = this.#jar && headers.get("set-cookie");
    if (header) (await this.#jar)?.store(url, header);
  }
}

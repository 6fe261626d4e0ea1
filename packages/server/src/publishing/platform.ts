import type { IncomingMessage, ServerResponse } from "node:http";

/** The codes of `tt.login`. */
export interface LoginCodes {
  code: string;
  anonymousCode: string;
  isLogin: boolean;
}

/** The users of one published mini-program, as its back end sees them. */
export interface ProgramIdentities {
  /** Makes two new codes for the user of a device. */
  login(device: string): LoginCodes;
  /** Exchanges a code for an openid, with the platform's fields and error numbers. */
  exchange(body: unknown, appid: string): unknown;
}

/**
 * What the platform does for a mini-program that runs. The dev server has it for the one under development; whoever
 * starts the service hands the same to published ones.
 */
export interface Platform {
  /** @param secret that the exchange asks for */
  identities(secret: string): ProgramIdentities;
  /**
   * Carries a `tt.request` past the browser's cross-origin rules.
   *
   * @param destination where a request for a URL goes; undefined = it may not be sent. Asked for redirects as well.
   */
  carry(request: IncomingMessage, response: ServerResponse, destination: (url: URL) => URL | undefined): Promise<void>;
}

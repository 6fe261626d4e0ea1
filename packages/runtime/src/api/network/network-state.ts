import type { Environment } from "../../kernel/environment.js";
import type { Shared } from "../core/shared.js";
import { Cookies } from "./cookies.js";
import type { TransferState } from "./transfer.js";

/** What all requests of a mini-program have in common. */
export class NetworkState implements TransferState {
  next = 1;
  readonly cookies: Cookies;

  constructor(environment: Environment) {
    this.cookies = new Cookies(environment);
  }

  static of(environment: Environment, shared: Shared): NetworkState {
    return shared.get(NetworkState, () => new NetworkState(environment));
  }
}

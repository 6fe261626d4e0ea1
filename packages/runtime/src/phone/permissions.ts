import type { PermissionState, Scope } from "../host.js";
import type { PersistentMap } from "./store.js";

/**
 * The user's answers to permission prompts. An answer is remembered until it is changed in the settings page; a
 * refusal is not asked again. The browser's own prompt comes after this one, when a device is opened.
 */
export class Permissions {
  readonly #store: PersistentMap<string>;
  readonly #mode: "ask" | "granted";
  readonly #prompt: (scope: Scope) => Promise<boolean>;
  readonly #changed: (scope: Scope, state: PermissionState) => void;
  /** Callers that ask for the same scope at once see one prompt and share its answer. */
  readonly #pending = new Map<Scope, Promise<"granted" | "denied">>();
  /** The question asked last. The next one waits for its answer, as two at once would lie over each other. */
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * @param prompt shows the question; rejects when the mini-program went away under it, which answers nothing
   * @param changed hears of every change, also of those by the settings page
   */
  constructor(
    store: PersistentMap<string>,
    mode: "ask" | "granted",
    prompt: (scope: Scope) => Promise<boolean>,
    changed: (scope: Scope, state: PermissionState) => void,
  ) {
    this.#store = store;
    this.#mode = mode;
    this.#prompt = prompt;
    this.#changed = changed;
  }

  get(scope: Scope): PermissionState {
    const answer = this.#store.get(scope);
    if (answer === "granted" || answer === "denied") return answer;
    return "unasked";
  }

  /** Every scope that was asked for, with its answer. */
  entries(): [scope: Scope, state: PermissionState][] {
    return this.#store.entries() as [Scope, PermissionState][];
  }

  set(scope: Scope, state: PermissionState): void {
    if (this.get(scope) === state) return;
    if (state === "unasked") this.#store.remove(scope);
    else this.#store.set(scope, state);
    this.#changed(scope, state);
  }

  async request(scope: Scope): Promise<"granted" | "denied"> {
    const answer = this.get(scope);
    if (answer !== "unasked") return answer;
    if (this.#mode === "granted") {
      this.set(scope, "granted");
      return "granted";
    }
    const running = this.#pending.get(scope);
    if (running) return running;
    const asked = this.#ask(scope);
    this.#pending.set(scope, asked);
    return asked;
  }

  async #ask(scope: Scope): Promise<"granted" | "denied"> {
    // Where the mini-program went away under a question, those that wait for their turn go with it.
    const turn = this.#turn.then(() => this.#prompt(scope));
    this.#turn = turn;
    try {
      const state = (await turn) ? "granted" : "denied";
      this.set(scope, state);
      return state;
    } finally {
      this.#pending.delete(scope);
      if (this.#turn === turn) this.#turn = Promise.resolve();
    }
  }
}

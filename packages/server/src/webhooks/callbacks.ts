import type { Clock } from "../clock/clock.js";
import type { Callback, CallbackKey, CallbackStore } from "../store/callbacks.js";
import type { AddressGuard } from "./address-guard.js";
import { CallbackError } from "./callback-error.js";
import { type CallbackSettings, checkBusinessId, checkSettings } from "./callback-settings.js";

export interface CallbacksOptions {
  store: CallbackStore;
  clock: Clock;
  guard: AddressGuard;
  /** Whether there is such an app. */
  appExists: (appId: string) => Promise<boolean>;
}

/** Where the apps want their events sent: as in the store, and in memory for those who ask at each event. */
export class Callbacks {
  private readonly known = new Map<string, Callback>();

  private constructor(private readonly options: CallbacksOptions) {}

  static async load(options: CallbacksOptions): Promise<Callbacks> {
    const callbacks = new Callbacks(options);
    for (const callback of await options.store.list()) callbacks.known.set(keyOf(callback), callback);
    return callbacks;
  }

  /** The callbacks of an app, the oldest first. */
  list(appId: string): Callback[] {
    return [...this.known.values()].filter((callback) => callback.appId === appId);
  }

  /** @param businessId default: the callback without one */
  get(appId: string, businessId = ""): Callback | undefined {
    return this.known.get(keyOf({ appId, businessId }));
  }

  /**
   * Sends the app's events to another place from now on.
   *
   * @throws CallbackError `invalid`, `exists`, or `not_found` for the app
   */
  async create({ appId, businessId, ...settings }: CallbackKey & CallbackSettings): Promise<Callback> {
    checkBusinessId(businessId);
    const checked = checkSettings(settings, this.options.guard);
    if (!(await this.options.appExists(appId))) {
      throw new CallbackError("not_found", "AppId", `There is no app ${JSON.stringify(appId)}.`);
    }
    const now = this.options.clock.now();
    const callback = { appId, businessId, ...checked, createdAt: now, updatedAt: now };
    if (!(await this.options.store.insert(callback))) {
      throw new CallbackError(
        "exists",
        "BusinessId",
        `App ${appId} has a callback ${nameOf(businessId)} already. Update it, or delete it first.`,
      );
    }
    this.known.set(keyOf(callback), callback);
    return callback;
  }

  /**
   * Changes what is given; it holds from the next attempt on, also for events that wait.
   *
   * @throws CallbackError `invalid` or `not_found`
   */
  async update({ appId, businessId, ...changes }: CallbackKey & Partial<CallbackSettings>): Promise<Callback> {
    const earlier = this.demand(appId, businessId);
    const { url = earlier.url, secretKey = earlier.secretKey, events = earlier.events } = changes;
    const checked = checkSettings({ url, secretKey, events }, this.options.guard);
    const callback = { ...earlier, ...checked, updatedAt: this.options.clock.now() };
    await this.options.store.update(callback);
    // It may have been deleted while this was written; then it stays so.
    if (this.known.has(keyOf(callback))) this.known.set(keyOf(callback), callback);
    return callback;
  }

  /**
   * Stops sending; what waits is cancelled, the log stays.
   *
   * @throws CallbackError `not_found`
   */
  async delete({ appId, businessId }: CallbackKey): Promise<void> {
    const callback = this.demand(appId, businessId);
    this.known.delete(keyOf(callback));
    await this.options.store.delete(callback);
  }

  /** @throws CallbackError `not_found` */
  demand(appId: string, businessId: string): Callback {
    const callback = this.get(appId, businessId);
    if (callback) return callback;
    throw new CallbackError("not_found", "BusinessId", `App ${appId} has no callback ${nameOf(businessId)}.`);
  }
}

/** No id has a slash, so the pair makes one key. */
export function keyOf({ appId, businessId }: CallbackKey): string {
  return `${appId}/${businessId}`;
}

function nameOf(businessId: string): string {
  return businessId === "" ? "without BusinessId" : `with BusinessId ${JSON.stringify(businessId)}`;
}

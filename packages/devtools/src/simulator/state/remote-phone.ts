import {
  CONTROL_METHODS,
  type PermissionState,
  type PhoneControl,
  type PhoneState,
  type RemotePhoneInfo,
  type Scope,
} from "@lianmai/runtime";
import type { DebuggedPhone } from "./debugged-phone.js";
import { Store } from "./store.js";
import type { User } from "./users.js";

/** A real phone that has the mini-program open, or had it. */
export class RemotePhone implements DebuggedPhone {
  readonly kind = "real";
  readonly user: User;
  readonly info: Store<RemotePhoneInfo>;
  readonly storage = new Store<readonly [key: string, value: string][]>([]);
  readonly permissions = new Store<readonly [scope: Scope, state: PermissionState][]>([]);
  readonly inspected = new Store(0);
  readonly #control: PhoneControl;

  /** @param command Carries a call of the phone's control to the phone. */
  constructor(
    info: RemotePhoneInfo,
    command: (phone: string, method: keyof PhoneControl, parameters: unknown[]) => Promise<unknown>,
  ) {
    const { id, model, user } = info.device;
    this.user = { id, name: `${model} · ${user.name}`, color: user.color };
    this.info = new Store(info);
    const methods = CONTROL_METHODS.map((method) => [
      method,
      (...parameters: unknown[]) => command(id, method, parameters),
    ]);
    this.#control = Object.fromEntries(methods) as unknown as PhoneControl;
    this.#readState(info.state);
  }

  get control(): PhoneControl | undefined {
    return this.info.get().connected ? this.#control : undefined;
  }

  /** It came, came back or went away. */
  update(info: RemotePhoneInfo): void {
    this.info.set(info);
    this.#readState(info.state);
    this.touch();
  }

  change(state: Partial<PhoneState>): void {
    const info = this.info.get();
    this.info.set({ ...info, state: { ...info.state, ...state } });
    this.#readState(state);
  }

  /** Tree or data may be others than before. */
  touch(): void {
    this.inspected.set(this.inspected.get() + 1);
  }

  #readState({ storage, permissions }: Partial<PhoneState>): void {
    if (storage) this.storage.set(storage);
    if (permissions) this.permissions.set(permissions);
  }
}

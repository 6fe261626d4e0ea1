import type { HostReport, PermissionState, Scope } from "../host.js";
import type { InspectedDetails, InspectedNode, Inspector } from "../inspection.js";
import type { Phone } from "./phone.js";

/** What tools do to a phone, whether it stands in the same page or in somebody's hand. Every value is plain data. */
export interface PhoneControl {
  reload(options: { keepStack: boolean }): Promise<void>;
  back(): Promise<void>;
  /** Changes what the mini-program stored; `value` is JSON text. */
  setStorage(key: string, value: string): Promise<void>;
  removeStorage(key: string): Promise<void>;
  setPermission(scope: Scope, state: PermissionState): Promise<void>;
  /** See `Inspector`; empty while no mini-program runs. */
  tree(): Promise<InspectedNode[]>;
  details(id: number): Promise<InspectedDetails | undefined>;
  /** @throws Error that says why the data could not be changed. */
  setData(id: number, path: string, value: unknown): Promise<void>;
  /** Marks a node; none with null. */
  highlight(id: number | null): Promise<void>;
  /** Resolves with the node that the user chose in the page, or null where none was. */
  pick(): Promise<number | null>;
  stopPicking(): Promise<void>;
}

/** The names of the methods, for whoever carries their calls over a wire. */
export const CONTROL_METHODS = [
  "reload",
  "back",
  "setStorage",
  "removeStorage",
  "setPermission",
  "tree",
  "details",
  "setData",
  "highlight",
  "pick",
  "stopPicking",
] as const satisfies (keyof PhoneControl)[];

/** What tools are shown of a phone besides its reports. */
export interface PhoneState {
  phase: "starting" | "ready" | "closed" | "failed";
  /** Route of the shown page. */
  page: string;
  storage: [key: string, value: string][];
  permissions: [scope: Scope, state: PermissionState][];
}

/** Controls a phone of the same document, and tells what tools show of it. */
export class LocalControl implements PhoneControl {
  readonly #phone: Phone;
  readonly #inspected: () => void;
  #inspector: Promise<Inspector | undefined> | undefined;
  #stopWatching: (() => void) | undefined;
  #stopPicking: (() => void) | undefined;

  /**
   * @param told.state What changed of the phone's state.
   * @param told.inspected Tree or data may be others than before.
   */
  constructor(phone: Phone, told: { state(part: Partial<PhoneState>): void; inspected(): void }) {
    this.#phone = phone;
    this.#inspected = told.inspected;
    const readMemory = () => told.state({ storage: phone.storage.entries(), permissions: phone.permissions.entries() });
    phone.on("report", (report: HostReport) => {
      if (report.kind === "route") told.state({ page: report.stack.at(-1)?.path ?? "" });
      if ((report.kind === "data" || report.kind === "route") && this.#inspector) told.inspected();
    });
    phone.on("inspectable", () => {
      this.#forget();
      // Whoever asked before there was anything to see asks again.
      told.inspected();
    });
    phone.on("ready", () => {
      told.state({ phase: "ready" });
      readMemory();
    });
    phone.on("exit", () => {
      this.#forget();
      told.state({ phase: "closed", page: "" });
      told.inspected();
    });
    phone.on("failed", () => told.state({ phase: "failed", page: "" }));
    phone.on("storageChanged", readMemory);
    phone.on("permissionChanged", readMemory);
  }

  async reload(options: { keepStack: boolean }): Promise<void> {
    this.#phone.reload(options);
  }

  async back(): Promise<void> {
    this.#phone.back();
  }

  async setStorage(key: string, value: string): Promise<void> {
    this.#phone.storage.set(key, value);
  }

  async removeStorage(key: string): Promise<void> {
    this.#phone.storage.remove(key);
  }

  async setPermission(scope: Scope, state: PermissionState): Promise<void> {
    this.#phone.permissions.set(scope, state);
  }

  async tree(): Promise<InspectedNode[]> {
    return (await this.#open())?.tree() ?? [];
  }

  async details(id: number): Promise<InspectedDetails | undefined> {
    return (await this.#open())?.details(id);
  }

  async setData(id: number, path: string, value: unknown): Promise<void> {
    const inspector = await this.#open();
    if (!inspector) throw new Error("no mini-program runs");
    inspector.setData(id, path, value);
  }

  async highlight(id: number | null): Promise<void> {
    (await this.#open())?.highlight(id ?? undefined);
  }

  async pick(): Promise<number | null> {
    const inspector = await this.#open();
    if (!inspector) return null;
    this.#stopPicking?.();
    return new Promise((resolve) => {
      this.#stopPicking = () => resolve(null);
      inspector.pick((id) => resolve(id ?? null));
    });
  }

  async stopPicking(): Promise<void> {
    (await this.#open())?.pick(undefined);
    this.#stopPicking?.();
    this.#stopPicking = undefined;
  }

  /** The inspector of the running frame; it is watched from then on. */
  #open(): Promise<Inspector | undefined> {
    if (this.#inspector) return this.#inspector;
    const opened = this.#phone.inspect();
    this.#inspector = opened;
    const again = () => {
      if (this.#inspector === opened) this.#inspector = undefined;
    };
    opened.then((inspector) => {
      // One that did not run yet, or whose code could not be loaded, is asked for again.
      if (!inspector) again();
      else if (this.#inspector === opened) this.#stopWatching = inspector.watch(this.#inspected);
    }, again);
    return opened;
  }

  #forget(): void {
    this.#stopWatching?.();
    this.#stopPicking?.();
    this.#inspector = undefined;
    this.#stopWatching = undefined;
    this.#stopPicking = undefined;
  }
}

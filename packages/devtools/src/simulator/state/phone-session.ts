import type { SourcePositions } from "@lianmai/compiler/positions";
import { SIGNALING_PATH } from "@lianmai/protocol";
import { devFetch, devLogin, devSocketUrl, type PermissionState, Phone, type Scope } from "@lianmai/runtime";
import { type BundleChange, FRAME_URL } from "../../messages.js";
import { applyHotChange } from "./hot-change.js";
import { type Launch, queryValues } from "./launch.js";
import type { Language, Theme } from "./preferences.js";
import type { Reports } from "./reports.js";
import { Store } from "./store.js";
import type { User } from "./users.js";

export interface PhoneSettings {
  /** Tells the memories of phones of different mini-programs apart. */
  project: { name: string; appid: string };
  launch: Launch;
  language: Language;
  theme: Theme;
  askPermissions: boolean;
}

/** What the simulator shows about a phone that runs. */
export interface PhoneStatus {
  phase: "starting" | "ready" | "closed" | "failed";
  /** Route of the shown page. */
  page: string;
  foreground: boolean;
  landscape: boolean;
}

const PORTRAIT = { screenWidth: 375, screenHeight: 812 } as const;
const LANDSCAPE = { screenWidth: 812, screenHeight: 375 } as const;

/** One phone of the simulator with its user: the phone itself, what it reports, and the tools on it. */
export class PhoneSession {
  readonly user: User;
  /** Where the phone lives. Made once and never moved: a frame that is moved in the document starts anew. */
  readonly element = document.createElement("div");
  readonly status = new Store<PhoneStatus>({ phase: "starting", page: "", foreground: true, landscape: false });
  readonly storage = new Store<readonly [key: string, value: string][]>([]);
  readonly permissions = new Store<readonly [scope: Scope, state: PermissionState][]>([]);
  readonly #reports: Reports;
  readonly #servedPositions: () => Promise<SourcePositions | undefined>;
  /** Of the bundle that the frame was started with. */
  #positions: Promise<SourcePositions | undefined> = Promise.resolve(undefined);
  #settings: PhoneSettings;
  #phone: Phone | undefined;
  /** Changes that came while the frame was still loading, which may have got the bundle before or after them. */
  #waiting: BundleChange[] = [];

  /** @param positions Gives the source map of the bundle that is served now. */
  constructor(
    user: User,
    settings: PhoneSettings,
    reports: Reports,
    positions: () => Promise<SourcePositions | undefined>,
  ) {
    this.#servedPositions = positions;
    this.user = user;
    this.#settings = settings;
    this.#reports = reports;
  }

  get isRunning(): boolean {
    return this.#phone !== undefined;
  }

  /** Starts the mini-program, or starts it anew with other settings. */
  start(settings: PhoneSettings = this.#settings): void {
    this.#settings = settings;
    this.#phone?.close();
    this.#waiting = [];
    this.#positions = this.#servedPositions();
    this.#reports.end(this.user.id);
    const { project, launch, language, theme, askPermissions } = settings;
    const phone = new Phone(this.element, {
      id: `${project.appid || project.name}:${this.user.id}`,
      appName: project.name,
      frameUrl: FRAME_URL,
      user: this.user,
      layout: "device",
      launch: {
        path: launch.path,
        query: queryValues(launch.query),
        ...(launch.scene === undefined ? {} : { scene: String(launch.scene) }),
      },
      login: () => devLogin(this.user),
      fetch: devFetch,
      socketUrl: devSocketUrl,
      signalingUrl: `${location.origin.replace(/^http/, "ws")}${SIGNALING_PATH}`,
      theme,
      language,
      permissions: askPermissions ? "ask" : "granted",
    });
    phone.on("report", (report) => {
      this.#reports.take(this.user.id, report, this.#positions);
      if (report.kind === "route") this.#change({ page: report.stack.at(-1)?.path ?? "" });
    });
    phone.on("ready", () => {
      this.#change({ phase: "ready" });
      for (const change of this.#waiting.splice(0)) this.update(change);
      this.#readMemory();
    });
    phone.on("exit", () => this.#change({ phase: "closed", page: "" }));
    phone.on("failed", () => this.#change({ phase: "failed", page: "" }));
    phone.on("storageChanged", () => this.#readMemory());
    phone.on("permissionChanged", () => this.#readMemory());
    this.#phone = phone;
    this.status.set({ phase: "starting", page: "", foreground: true, landscape: false });
  }

  /** Starts the mini-program anew; `keepStack` opens the same pages again. */
  reload(options: { keepStack: boolean }): void {
    this.#waiting = [];
    this.#positions = this.#servedPositions();
    this.#reports.end(this.user.id);
    this.#change({ phase: "starting", foreground: true });
    this.#phone?.reload(options);
  }

  /** Brings a newer bundle into the running mini-program, with as little loss of state as the change allows. */
  update(change: BundleChange): void {
    const { phase } = this.status.get();
    if (phase === "closed") {
      // Nothing runs; opened again, it gets the new bundle by itself.
      this.#positions = this.#servedPositions();
      return;
    }
    if (change.kind === "reload" || phase === "failed") this.reload({ keepStack: true });
    else if (phase === "starting") this.#waiting.push(change);
    else if (phase === "ready" && this.#phone && !applyHotChange(this.#phone.frame, change)) {
      this.reload({ keepStack: true });
    }
  }

  back(): void {
    this.#phone?.back();
  }

  setForeground(foreground: boolean): void {
    this.#phone?.setForeground(foreground);
    this.#change({ foreground });
  }

  rotate(): void {
    const landscape = !this.status.get().landscape;
    this.#phone?.setDevice(landscape ? LANDSCAPE : PORTRAIT);
    this.#change({ landscape });
  }

  setTheme(theme: Theme): void {
    this.#settings = { ...this.#settings, theme };
    this.#phone?.setTheme(theme);
  }

  setLanguage(language: Language): void {
    this.#settings = { ...this.#settings, language };
    this.#phone?.setLanguage(language);
  }

  setPermission(scope: Scope, state: PermissionState): void {
    this.#phone?.permissions.set(scope, state);
    this.#readMemory();
  }

  /** The mini-program has to ask for everything again. */
  forgetPermissions(): void {
    for (const [scope] of this.permissions.get()) this.setPermission(scope, "unasked");
  }

  setStorage(key: string, value: string): void {
    this.#phone?.storage.set(key, value);
  }

  removeStorage(key: string): void {
    this.#phone?.storage.remove(key);
  }

  close(): void {
    this.#reports.end(this.user.id);
    this.#phone?.close();
    this.#phone = undefined;
  }

  #change(part: Partial<PhoneStatus>): void {
    this.status.set({ ...this.status.get(), ...part });
  }

  #readMemory(): void {
    if (!this.#phone) return;
    this.storage.set(this.#phone.storage.entries());
    this.permissions.set(this.#phone.permissions.entries());
  }
}

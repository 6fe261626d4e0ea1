import type { SourcePositions } from "@lianmai/compiler/positions";
import {
  applyHotChange,
  devFetch,
  devLogin,
  devSocketUrl,
  LocalControl,
  type NetworkType,
  type PermissionState,
  Phone,
  type PhoneControl,
  type PhoneState,
  type Scope,
} from "@lianmai/runtime";
import { type BundleChange, DEV_PATHS, FRAME_URL } from "../../messages.js";
import { NETWORK_PRESETS, type NetworkProfile, presetOf } from "../../network-profile.js";
import { type ComputerDevices, PhoneCamera } from "../camera/phone-camera.js";
import type { ComputerShare } from "../camera/shared-computer.js";
import type { DebuggedPhone } from "./debugged-phone.js";
import { type DeviceModel, describe, deviceNamed } from "./devices.js";
import { type Launch, queryValues } from "./launch.js";
import { PhoneChoiceStore, type PhoneChoices } from "./phone-choices.js";
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

/** What a phone needs of the page that it stands in. */
export interface PhonePlace {
  reports: Reports;
  /** Gives the source map of the bundle that is served now. */
  positions(): Promise<SourcePositions | undefined>;
  /** Those of the computer, which all phones of the page use. */
  devices: ComputerDevices;
  /** Of this page; the networks of phones are named by it. */
  pageId: string;
  /** Gives the phone's network a profile at the dev server. */
  setNetwork(networkId: string, profile: NetworkProfile): void;
  closeNetwork(networkId: string): void;
  /** Says something that the developer should know, in the phone's console. */
  warn(phone: string, what: { zh: string; en: string }): void;
}

/** What the simulator shows about a phone that runs. */
export interface PhoneStatus {
  phase: PhoneState["phase"];
  /** Route of the shown page. */
  page: string;
  foreground: boolean;
  landscape: boolean;
}

/** One phone of the simulator with its user: the phone itself, what it reports, and the tools on it. */
export class PhoneSession implements DebuggedPhone {
  readonly kind = "simulated";
  readonly user: User;
  /** Where the phone lives. Made once and never moved: a frame that is moved in the document starts anew. */
  readonly element = document.createElement("div");
  readonly status = new Store<PhoneStatus>({ phase: "starting", page: "", foreground: true, landscape: false });
  readonly choices: PhoneChoiceStore;
  readonly storage = new Store<readonly [key: string, value: string][]>([]);
  readonly permissions = new Store<readonly [scope: Scope, state: PermissionState][]>([]);
  readonly inspected = new Store(0);
  readonly #place: PhonePlace;
  readonly #camera: PhoneCamera;
  /** Of the bundle that the frame was started with. */
  #positions: Promise<SourcePositions | undefined> = Promise.resolve(undefined);
  #packetTime: ComputerShare["packetTime"] | undefined;
  #settings: PhoneSettings;
  #phone: Phone | undefined;
  #control: LocalControl | undefined;
  /** Changes that came while the frame was still loading, which may have got the bundle before or after them. */
  #waiting: BundleChange[] = [];

  constructor(user: User, settings: PhoneSettings, place: PhonePlace) {
    this.user = user;
    this.#settings = settings;
    this.#place = place;
    this.choices = new PhoneChoiceStore(user.id);
    this.#camera = new PhoneCamera({
      user,
      devices: this.#place.devices,
      window: () => (this.#phone?.frame.contentWindow ?? null) as (Window & typeof globalThis) | null,
      told: (device, cause) => this.#place.warn(user.id, SUBSTITUTES[device](cause.name)),
    });
    this.#camera.choice = this.choices.get().camera;
    this.#applyDevice();
    this.tellNetwork();
  }

  get isRunning(): boolean {
    return this.#phone !== undefined;
  }

  get control(): PhoneControl | undefined {
    return this.#control;
  }

  get device(): DeviceModel {
    return deviceNamed(this.choices.get().device);
  }

  /** Starts the mini-program, or starts it anew with other settings. */
  start(settings: PhoneSettings = this.#settings): void {
    this.#settings = settings;
    this.#phone?.close();
    this.#waiting = [];
    this.#positions = this.#place.positions();
    this.#place.reports.end(this.user.id);
    const { project, launch, language, theme, askPermissions } = settings;
    const signaling = new URL(DEV_PATHS.rtc, location.origin.replace(/^http/, "ws"));
    signaling.searchParams.set("phone", this.#networkId);
    const phone = new Phone(this.element, {
      id: `${project.appid || project.name}:${this.user.id}`,
      appName: project.name,
      frameUrl: FRAME_URL,
      user: this.user,
      layout: "device",
      device: describe(this.device, false),
      launch: {
        path: launch.path,
        query: queryValues(launch.query),
        ...(launch.scene === undefined ? {} : { scene: String(launch.scene) }),
      },
      login: () => devLogin(this.user),
      fetch: (url, init) => devFetch(url, init, undefined, undefined, this.#networkId),
      socketUrl: (url, header) => devSocketUrl(url, header, undefined, this.#networkId),
      getUserMedia: this.#camera.getUserMedia,
      packetTime: () => this.#packetTime,
      signalingUrl: signaling.href,
      theme,
      language,
      permissions: askPermissions ? "ask" : "granted",
    });
    phone.setNetworkType(radioOf(this.choices.get().network));
    phone.on("report", (report) => this.#place.reports.take(this.user.id, report, this.#positions));
    this.#control = new LocalControl(phone, {
      state: (state) => this.#told(state),
      inspected: () => this.inspected.set(this.inspected.get() + 1),
    });
    this.#phone = phone;
    this.status.set({ phase: "starting", page: "", foreground: true, landscape: false });
    this.inspected.set(this.inspected.get() + 1);
  }

  /** Starts the mini-program anew; `keepStack` opens the same pages again. */
  reload(options: { keepStack: boolean }): void {
    this.#waiting = [];
    this.#positions = this.#place.positions();
    this.#place.reports.end(this.user.id);
    this.#change({ phase: "starting", foreground: true });
    this.#phone?.reload(options);
  }

  /** Brings a newer bundle into the running mini-program, with as little loss of state as the change allows. */
  update(change: BundleChange): void {
    const { phase } = this.status.get();
    if (phase === "closed") {
      // Nothing runs; opened again, it gets the new bundle by itself.
      this.#positions = this.#place.positions();
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
    this.#change({ landscape: !this.status.get().landscape });
    this.#applyDevice();
  }

  setTheme(theme: Theme): void {
    this.#settings = { ...this.#settings, theme };
    this.#phone?.setTheme(theme);
  }

  setLanguage(language: Language): void {
    this.#settings = { ...this.#settings, language };
    this.#phone?.setLanguage(language);
  }

  /** Changes device, network or camera while the mini-program runs. */
  choose(part: Partial<PhoneChoices>): void {
    this.choices.change(part);
    if (part.device !== undefined) this.#applyDevice();
    if (part.network) {
      this.tellNetwork();
      this.#phone?.setNetworkType(radioOf(part.network));
    }
    if (part.camera !== undefined) {
      this.#camera.choice = part.camera;
      this.#phone?.camerasChanged();
    }
  }

  /** Takes no more of the computer than this: the camera at once, packets of sound from the next publication on. */
  limit({ frameRate, packetTime }: ComputerShare): void {
    this.#camera.limitFrameRate(frameRate);
    this.#packetTime = packetTime;
  }

  /** The picture or film that the camera shows. */
  chooseFile(file: File): void {
    this.#camera.setFile(file);
    this.choose({ camera: "file" });
  }

  /** Says how the phone's network is, to a dev server that does not know it yet. */
  tellNetwork(): void {
    this.#place.setNetwork(this.#networkId, this.choices.get().network);
  }

  setPermission(scope: Scope, state: PermissionState): void {
    void this.#control?.setPermission(scope, state);
  }

  /** The mini-program has to ask for everything again. */
  forgetPermissions(): void {
    for (const [scope] of this.permissions.get()) this.setPermission(scope, "unasked");
  }

  close(): void {
    this.#place.reports.end(this.user.id);
    this.#phone?.close();
    this.#phone = undefined;
    this.#control = undefined;
    this.#place.closeNetwork(this.#networkId);
  }

  get #networkId(): string {
    return `${this.#place.pageId}:${this.user.id}`;
  }

  #told({ storage, permissions, ...status }: Partial<PhoneState>): void {
    if (storage) this.storage.set(storage);
    if (permissions) this.permissions.set(permissions);
    if (Object.keys(status).length > 0) this.#change(status);
    if (status.phase === "ready") for (const change of this.#waiting.splice(0)) this.update(change);
  }

  #applyDevice(): void {
    this.element.style.setProperty("--phone-corner", `${this.device.corner}px`);
    this.#phone?.setDevice(describe(this.device, this.status.get().landscape));
  }

  #change(part: Partial<PhoneStatus>): void {
    this.status.set({ ...this.status.get(), ...part });
  }
}

/** What the mini-program is told of the radio. A good network is the computer's own. */
function radioOf(network: NetworkProfile): NetworkType | undefined {
  if (network.offline) return "none";
  const preset = presetOf(network);
  if (preset === "good") return undefined;
  return network.down !== undefined && network.down <= NETWORK_PRESETS["3g"].down ? "3g" : "4g";
}

const SUBSTITUTES = {
  camera: (cause: string) => ({
    zh: `这台电脑没有可用的摄像头（${cause}），改用测试画面。可在手机的“摄像头”菜单里选择其他来源。`,
    en: `This computer has no camera to use (${cause}): the test pattern takes its place. The phone's camera menu has other sources.`,
  }),
  microphone: (cause: string) => ({
    zh: `这台电脑没有可用的麦克风（${cause}），改用每秒一次的提示音。`,
    en: `This computer has no microphone to use (${cause}): a soft tone once a second takes its place.`,
  }),
};

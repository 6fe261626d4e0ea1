import type { SourcePositions } from "@lianmai/compiler/positions";
import { type RemotePhoneInfo, randomId, type ToDesk } from "@lianmai/runtime";
import type { BundleChange, CompiledMessage, CompileState } from "../../messages.js";
import { SharedCamera } from "../camera/shared-camera.js";
import { computerShare, USUAL_FRAME_RATE } from "../camera/shared-computer.js";
import { SharedDevice } from "../camera/shared-device.js";
import { BundlePositions } from "./bundle-positions.js";
import type { DebuggedPhone } from "./debugged-phone.js";
import { DeskChannel } from "./desk-channel.js";
import { DevConnection } from "./dev-connection.js";
import { formatAddress, type Launch, launchOf, MOST_PHONES, parseAddress } from "./launch.js";
import { PhoneSession, type PhoneSettings } from "./phone-session.js";
import { PreferenceStore, type Preferences } from "./preferences.js";
import { RemotePhone } from "./remote-phone.js";
import { Reports } from "./reports.js";
import { Store } from "./store.js";
import { userOf } from "./users.js";

const USUAL_PHONES = 2;

type DeskMessages = Exclude<ToDesk, { type: "answer" }>;

/** Everything the page shows: the project's state, the phones, and what they report. */
export class Simulator {
  readonly connection = new DevConnection();
  readonly preferences = new PreferenceStore();
  readonly reports = new Reports();
  readonly phones = new Store<readonly PhoneSession[]>([]);
  readonly remotes = new Store<readonly RemotePhone[]>([]);
  /** All phones that report here, those of this page first. */
  readonly debugged = new Store<readonly DebuggedPhone[]>([]);
  readonly launch: Store<Launch>;
  readonly #desk = new DeskChannel();
  readonly #devices = {
    camera: new SharedCamera((video) => openDevice({ video })),
    microphone: new SharedDevice((audio) => openDevice({ audio })),
  };
  /** Tells the networks of this page's phones from those of another page with the same users. */
  readonly #pageId = randomId(4);
  #wantedPhones: number | undefined;
  /** The bundle that the phones run, once there is one. */
  #hash: string | undefined;
  readonly #positions = new BundlePositions();
  /** Settles once there is a bundle. */
  readonly #served: Promise<void>;
  readonly #nowServed: () => void;
  /** Warnings of the last compilation, which are not said again by the next. */
  #warnings = new Set<string>();

  constructor() {
    let nowServed = () => {};
    this.#served = new Promise((resolve) => {
      nowServed = resolve;
    });
    this.#nowServed = nowServed;
    const address = parseAddress(location.search);
    this.launch = new Store(address.launch);
    this.#wantedPhones = address.phones;
    this.connection.on("compiled", (message) => this.#compiled(message));
    this.#desk.on("open", () => {
      for (const session of this.phones.get()) session.tellNetwork();
    });
    this.#desk.on("message", (message) => this.#heardOfPhone(message));
    this.phones.subscribe(() => this.#shareComputer());
    for (const store of [this.phones, this.remotes]) {
      store.subscribe(() => this.debugged.set([...this.phones.get(), ...this.remotes.get()]));
    }
  }

  open(): void {
    this.connection.open();
    this.#desk.open();
  }

  /** Takes a real phone that is gone off the list. */
  forget(phone: RemotePhone): void {
    this.#desk.say({ type: "forget", phone: phone.user.id });
  }

  addPhone(): void {
    const taken = new Set(this.phones.get().map(({ user }) => user.id));
    if (taken.size >= MOST_PHONES) return;
    let number = 1;
    while (taken.has(userOf(number).id)) number++;
    const session = this.#newPhone(number);
    this.phones.set([...this.phones.get(), session]);
    if (this.#hash !== undefined) session.start(this.#settings());
    this.#keepAddress();
  }

  closePhone(session: PhoneSession): void {
    session.close();
    this.phones.set(this.phones.get().filter((other) => other !== session));
    this.#keepAddress();
  }

  /** Starts all phones anew from a page, with a query, as a compile mode says. */
  relaunch(launch: Launch): void {
    this.launch.set(launch);
    this.#keepAddress();
    if (this.#hash === undefined) return;
    for (const session of this.phones.get()) session.start(this.#settings());
  }

  /**
   * Whether phones ask their users for permissions. They start anew and forget the answers, or the change would not be
   * seen until a permission is asked for the first time.
   */
  askPermissions(ask: boolean): void {
    this.preferences.change({ askPermissions: ask });
    for (const session of this.phones.get()) {
      session.forgetPermissions();
      if (session.isRunning) session.start(this.#settings());
    }
  }

  /** Changes how the page looks; language and theme are those of the phones as well. */
  prefer(part: Partial<Preferences>): void {
    this.preferences.change(part);
    for (const session of this.phones.get()) {
      if (part.theme) session.setTheme(part.theme);
      if (part.language) session.setLanguage(part.language);
    }
  }

  #heardOfPhone(message: DeskMessages): void {
    if (message.type === "phones") {
      // What was heard before a break of the line comes again.
      for (const { user } of this.remotes.get()) this.reports.forget(user.id);
      this.remotes.set(message.phones.map((info) => this.#remote(info)));
      for (const { device, reports } of message.phones) {
        for (const { time, report } of reports) this.reports.take(device.id, report, this.#servedPositions(), time);
      }
    } else if (message.type === "phone") {
      const { device } = message.phone;
      const known = this.#remoteOf(device.id);
      this.reports.end(device.id);
      known?.update(message.phone);
      // A new list in either case: who is there is shown in more places than one.
      if (known) this.remotes.set([...this.remotes.get()]);
      else this.remotes.set([...this.remotes.get(), this.#remote(message.phone)]);
    } else if (message.type === "report") {
      const { time, report } = message.report;
      this.reports.take(message.phone, report, this.#servedPositions(), time);
    } else if (message.type === "state") this.#remoteOf(message.phone)?.change(message.state);
    else if (message.type === "inspected") this.#remoteOf(message.phone)?.touch();
    else if (message.type === "forgotten") {
      this.remotes.set(this.remotes.get().filter(({ user }) => user.id !== message.phone));
    }
  }

  #remote(info: RemotePhoneInfo): RemotePhone {
    return new RemotePhone(info, (phone, method, parameters) => this.#desk.command(phone, method, parameters));
  }

  #remoteOf(id: string): RemotePhone | undefined {
    return this.remotes.get().find(({ user }) => user.id === id);
  }

  async #servedPositions(): Promise<SourcePositions | undefined> {
    // Real phones may report before this page knows what is served.
    await this.#served;
    return this.#hash === undefined ? undefined : this.#positions.of(this.#hash);
  }

  #compiled({ state, change }: CompiledMessage): void {
    this.#sayWarnings(state);
    if (this.phones.get().length === 0 && this.#hash === undefined) this.#openFirstPhones();
    if (state.hash === undefined || state.hash === this.#hash) {
      // The same bundle with other pictures: only a reload shows them.
      if (change && change.from === this.#hash) this.#updateAll(change.change);
      return;
    }
    const before = this.#hash;
    this.#hash = state.hash;
    this.#nowServed();
    if (before === undefined) for (const session of this.phones.get()) session.start(this.#settings());
    else this.#updateAll(change?.from === before ? change.change : { kind: "reload" });
  }

  #sayWarnings({ diagnostics, finishedAt }: CompileState): void {
    const before = this.#warnings;
    this.#warnings = new Set();
    for (const { severity, message, file, line, column } of diagnostics) {
      if (severity === "error") continue;
      const position = `${file}:${line}:${column}`;
      this.#warnings.add(`${position} ${message}`);
      if (before.has(`${position} ${message}`)) continue;
      this.reports.say({ phone: "", time: finishedAt, level: "warn", text: message, position });
    }
  }

  #updateAll(change: BundleChange): void {
    for (const session of this.phones.get()) session.update(change);
  }

  #openFirstPhones(): void {
    const { path, query } = this.launch.get();
    const chosen = this.connection.info.get()?.project.condition.find(({ current }) => current);
    // An address that says nothing starts as the project's own settings do in the IDE.
    if (path === "" && query === "" && chosen !== undefined) this.launch.set(launchOf(chosen));
    const count = this.#wantedPhones ?? this.connection.info.get()?.phones ?? USUAL_PHONES;
    this.phones.set(Array.from({ length: count }, (_, index) => this.#newPhone(index + 1)));
  }

  /** Many phones show many pictures and play many voices: each takes as much of this computer as there is. */
  #shareComputer(): void {
    const phones = this.phones.get();
    const share = computerShare(phones.length, navigator.hardwareConcurrency);
    this.#devices.camera.limitFrameRate(share.frameRate);
    for (const session of phones) session.limit(share);
    const { frameRate, packetTime } = share;
    // Nobody misses what cameras hardly ever give.
    if (frameRate >= USUAL_FRAME_RATE) return;
    const text = `${phones.length} 部手机共用这台电脑：摄像头每秒最多 ${frameRate} 帧，每个声音包 ${packetTime} 毫秒，以免音视频中断。关掉几部手机即可恢复。
${phones.length} phones share this computer: their cameras give ${frameRate} frames a second at most and each packet of sound carries ${packetTime} ms, so that nothing breaks off. Close some for more.`;
    this.reports.say({ phone: "", time: Date.now(), level: "info", text });
  }

  #newPhone(number: number): PhoneSession {
    return new PhoneSession(userOf(number), this.#settings(), {
      reports: this.reports,
      positions: () => this.#servedPositions(),
      devices: this.#devices,
      pageId: this.#pageId,
      setNetwork: (phone, profile) => this.#desk.say({ type: "network", phone, profile }),
      closeNetwork: (phone) => this.#desk.say({ type: "closed", phone }),
      warn: (phone, what) => {
        const text = what[this.preferences.get().language];
        this.reports.say({ phone, time: Date.now(), level: "warn", text });
      },
    });
  }

  #settings(): PhoneSettings {
    const { language, theme, askPermissions } = this.preferences.get();
    const { name, appid } = this.connection.info.get()?.project ?? { name: "", appid: "" };
    return { project: { name, appid }, launch: this.launch.get(), language, theme, askPermissions };
  }

  #keepAddress(): void {
    const address = formatAddress({ launch: this.launch.get(), phones: this.phones.get().length });
    history.replaceState(null, "", address + location.hash);
  }
}

/** Opens the one device that is asked for. */
async function openDevice(constraints: MediaStreamConstraints): Promise<MediaStreamTrack> {
  const [track] = (await navigator.mediaDevices.getUserMedia(constraints)).getTracks();
  if (!track) throw new DOMException("the browser gave no track", "NotFoundError");
  return track;
}

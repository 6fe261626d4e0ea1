import { EventEmitter } from "eventemitter3";
import type { DeviceInfo, HostReport, LaunchOptions, NetworkType, PageMenu, PermissionState, Scope } from "../host.js";
import type { Inspector } from "../inspection.js";
import { avatarUrl } from "./avatar.js";
import { describeDevice } from "./device.js";
import { showActionSheet } from "./dialogs/action-sheet.js";
import { showModal } from "./dialogs/modal.js";
import { askPermission } from "./dialogs/permission-prompt.js";
import { showPictures } from "./dialogs/pictures.js";
import { showSettings } from "./dialogs/settings-page.js";
import { showShareSheet } from "./dialogs/share-sheet.js";
import { PhoneFiles } from "./files.js";
import { FrameHost, type PhoneServices } from "./frame-host.js";
import { FrameSlot } from "./frame-slot.js";
import type { PhoneEvents, PhoneLanguage, PhoneOptions, PhoneTheme } from "./options.js";
import { Permissions } from "./permissions.js";
import { Shell } from "./shell.js";
import { PhoneStore } from "./store.js";
import { phoneText } from "./text.js";

const NO_PAGE_MENU: PageMenu = { share: false, joinGroup: false };

/**
 * A phone with one mini-program in it: the bars, dialogs, permissions and memory around the frame. It is the same in
 * the simulator, where several stand in one document, and on a real phone, where it fills the screen.
 *
 * @example
 * const phone = new Phone(document.body, { id: "demo:1", frameUrl: "/__app/frame.html", layout: "device", ... });
 * phone.on("report", (report) => console.log(report));
 */
export class Phone extends EventEmitter<PhoneEvents> {
  readonly #options: PhoneOptions;
  readonly #shell: Shell;
  readonly #slot: FrameSlot;
  readonly #stopWatching: () => void;
  readonly #goneOnline = () => this.#networkChanged();
  #deviceOverrides: Partial<DeviceInfo>;
  #screen: ReturnType<Shell["measure"]>;
  #theme: PhoneTheme;
  #language: PhoneLanguage;
  #store: PhoneStore | undefined;
  #permissions: Permissions | undefined;
  #host: FrameHost | undefined;
  #files: PhoneFiles | undefined;
  #inspector: (() => Promise<Inspector>) | undefined;
  /** Of a simulated radio; the browser's own network counts without one. */
  #network: NetworkType | undefined;
  #stack: { path: string; query: Record<string, string> }[] = [];
  #foreground = true;
  #pageMenu: PageMenu = NO_PAGE_MENU;
  #closed = false;
  #ready = false;

  constructor(container: HTMLElement, options: PhoneOptions) {
    super();
    this.#options = options;
    this.#deviceOverrides = options.device ?? {};
    this.#theme = options.theme ?? "light";
    this.#language = options.language ?? "zh";
    this.#shell = new Shell(container, options.layout, {
      onBack: () => this.back(),
      onMenu: () => void this.#showMenu(),
      onClose: () => this.#exit(),
      onTab: (index) => this.#host?.emit("tab", index),
    });
    this.#slot = new FrameSlot(this.#shell.view);
    this.#screen = this.#shell.measure();
    this.#shell.applyText(this.#text, this.#language);
    this.#shell.applyTheme(this.#theme);
    this.#shell.applyDevice(this.device);
    this.#shell.showLoading(this.#appName);
    this.#stopWatching = this.#shell.watchSize(() => this.#resized());
    addEventListener("online", this.#goneOnline);
    addEventListener("offline", this.#goneOnline);
    void this.#start();
  }

  /** The iframe that runs the mini-program; another one after each reload. */
  get frame(): HTMLIFrameElement {
    return this.#slot.frame;
  }

  get device(): DeviceInfo {
    return describeDevice({
      layout: this.#options.layout,
      theme: this.#theme,
      language: this.#language,
      overrides: this.#deviceOverrides,
      screen: this.#screen,
    });
  }

  /** The open pages, bottom first, as the mini-program last reported them. */
  get stack(): readonly { path: string; query: Record<string, string> }[] {
    return this.#stack;
  }

  /** Answers to permission prompts. A change reaches the running mini-program. */
  readonly permissions = {
    get: (scope: Scope): PermissionState => this.#permissions?.get(scope) ?? "unasked",
    set: (scope: Scope, state: PermissionState): void => this.#permissions?.set(scope, state),
    entries: (): [scope: Scope, state: PermissionState][] => this.#permissions?.entries() ?? [],
  };

  /** What the mini-program stored by `tt.setStorage`, as it is kept: JSON text by key. */
  readonly storage = {
    entries: (): [key: string, value: string][] => this.#store?.storage.entries() ?? [],
    set: (key: string, value: string): void => {
      this.#store?.storage.set(key, value);
      this.emit("storageChanged");
    },
    remove: (key: string): void => {
      this.#store?.storage.remove(key);
      this.emit("storageChanged");
    },
  };

  /**
   * Starts the mini-program anew: nothing of the running one is left but storage and permissions.
   *
   * @param options.keepStack opens the same pages again instead of the start page
   */
  reload(options: { keepStack?: boolean } = {}): void {
    if (this.#closed || !this.#store) return;
    const kept = options.keepStack ? this.#stack : [];
    const top = kept.at(-1);
    const start: LaunchOptions = {
      path: this.#options.launch?.path ?? "",
      query: this.#options.launch?.query ?? {},
      scene: this.#options.launch?.scene ?? "",
    };
    this.#mount(top ? { ...start, ...top, stack: kept.slice(0, -1) } : start);
  }

  /** What the phone's own back button does. */
  back(): void {
    this.#host?.emit("back");
  }

  /** Sends the mini-program to the background, or brings it back. */
  setForeground(foreground: boolean): void {
    if (this.#foreground === foreground) return;
    this.#foreground = foreground;
    this.#host?.emit(foreground ? "show" : "hide");
  }

  /** Changes the device while the mini-program runs, such as its size when it is turned. */
  setDevice(device: Partial<DeviceInfo>): void {
    this.#deviceOverrides = { ...this.#deviceOverrides, ...device };
    this.#deviceChanged();
  }

  /** Tells that `getUserMedia` of the options gives another camera now. */
  camerasChanged(): void {
    this.#host?.emit("camerasChanged");
  }

  /** Puts a simulated radio in the place of the browser's network, as the mini-program is told of it. */
  setNetworkType(type: NetworkType | undefined): void {
    if (type === this.#network) return;
    const before = this.#isOnline;
    this.#network = type;
    this.#networkChanged();
    if (this.#isOnline === before) return;
    // Code that listens to the browser, the RTC client for one, hears of the simulated radio as well.
    this.frame.contentWindow?.dispatchEvent(new Event(this.#isOnline ? "online" : "offline"));
  }

  /**
   * Looks into the running mini-program.
   * @returns undefined while none runs.
   */
  async inspect(): Promise<Inspector | undefined> {
    return this.#inspector?.();
  }

  setTheme(theme: PhoneTheme): void {
    this.#theme = theme;
    this.#shell.applyTheme(theme);
    this.#deviceChanged();
  }

  setLanguage(language: PhoneLanguage): void {
    this.#language = language;
    this.#shell.applyText(this.#text, language);
    this.#deviceChanged();
  }

  /** Ends the mini-program and takes the phone out of the document. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#unmount();
    this.#stopWatching();
    removeEventListener("online", this.#goneOnline);
    removeEventListener("offline", this.#goneOnline);
    this.#shell.close();
    this.#store?.close();
    this.#store = undefined;
    this.removeAllListeners();
  }

  get #isOnline(): boolean {
    return this.#network === undefined ? navigator.onLine : this.#network !== "none";
  }

  get #text() {
    return phoneText(this.#language);
  }

  get #appName(): string {
    return this.#options.appName ?? this.#text.miniProgram;
  }

  async #start(): Promise<void> {
    const store = await PhoneStore.open(this.#options.id);
    if (this.#closed) return store.close();
    this.#store = store;
    this.#permissions = new Permissions(
      store.permissions,
      this.#options.permissions ?? "ask",
      (scope) => askPermission(this.#shell.dialogs, this.#text, this.#appName, scope),
      (scope, state) => {
        this.#host?.emit("permissionChanged", scope, state);
        this.emit("permissionChanged", scope, state);
      },
    );
    const { path = "", query = {}, scene = "", stack } = this.#options.launch ?? {};
    this.#mount({ path, query, scene, ...(stack ? { stack } : {}) });
  }

  #mount(launch: LaunchOptions): void {
    if (!this.#store) return;
    this.#unmount();
    this.#files = new PhoneFiles(this.#store.files);
    this.#ready = false;
    this.#foreground = true;
    this.#pageMenu = NO_PAGE_MENU;
    this.#shell.showLoading(this.#appName);
    const { user, signalingUrl, frameUrl } = this.#options;
    const host = new FrameHost(this.#services(), {
      launch,
      storage: this.#storageOfFrame(),
      files: this.#files,
      user: { name: user.name, avatarUrl: avatarUrl(user) },
      signalingUrl,
    });
    this.#host = host;
    this.#slot.load({ url: frameUrl, title: this.#appName, host, loaded: (hasRuntime) => this.#loaded(hasRuntime) });
  }

  #unmount(): void {
    this.#host?.dispose();
    this.#host = undefined;
    this.#inspector = undefined;
    this.#files?.close();
    this.#slot.unload();
    this.#shell.toast.hide();
    this.#shell.dialogs.clear();
    this.#shell.tabBar.update(undefined);
  }

  #loaded(hasRuntime: boolean): void {
    if (hasRuntime) {
      // From here on the frame speaks for itself, also when it has to say that there is no mini-program.
      if (this.#host) this.#shell.uncover();
      return;
    }
    this.#shell.showNotice({
      title: this.#text.failed,
      hint: this.#text.failedHint,
      button: this.#text.retry,
      onButton: () => this.reload(),
    });
    this.emit("failed", `${this.#options.frameUrl} did not load the runtime`);
  }

  #services(): PhoneServices {
    const { dialogs, toast, tabBar } = this.#shell;
    return {
      device: () => this.device,
      setNavigationBar: (state) => {
        this.#shell.applyNavigationBar(state);
        this.#applyInsets();
      },
      setTabBar: (state) => {
        tabBar.update(state);
        this.#applyInsets();
      },
      exit: () => this.#exit(),
      showToast: (options) => toast.show(options),
      hideToast: () => toast.hide(),
      showModal: (options) => showModal(dialogs, options),
      showActionSheet: (items, color) => showActionSheet(dialogs, this.#text, { items, color }),
      setPageMenu: (offers) => {
        this.#pageMenu = offers;
      },
      share: (card) => showShareSheet(dialogs, this.#text, card, this.#options.linkTo?.(card.path)),
      previewImages: (urls, index) => showPictures(dialogs, this.#text, urls, index),
      permission: (scope) => this.permissions.get(scope),
      requestPermission: async (scope) => (await this.#permissions?.request(scope)) ?? "denied",
      openSettings: async () => {
        if (this.#permissions) await showSettings(dialogs, this.#text, this.#appName, this.#permissions);
      },
      login: () => this.#options.login(),
      fetch: (url, init) => this.#options.fetch(url, init),
      socketUrl: (url, header) => this.#options.socketUrl?.(url, header) ?? url,
      ...(this.#options.getUserMedia ? { getUserMedia: this.#options.getUserMedia } : {}),
      packetTime: () => this.#options.packetTime?.(),
      networkType: () => this.#network,
      report: (report) => this.#reported(report),
      inspectable: (open) => {
        this.#inspector = open;
        this.emit("inspectable");
      },
    };
  }

  #storageOfFrame() {
    return {
      get: (key: string) => this.#store?.storage.get(key),
      set: (key: string, value: string) => this.storage.set(key, value),
      remove: (key: string) => this.storage.remove(key),
      keys: () => this.storage.entries().map(([key]) => key),
    };
  }

  #reported(report: HostReport): void {
    if (report.kind === "route") this.#stack = report.stack;
    // An error before the first page is the reason why there is none: it must not hide behind the loading sign.
    if (!this.#ready && (report.kind === "route" || report.kind === "error")) this.#shell.uncover();
    this.emit("report", report);
    if (!this.#ready && report.kind === "route") {
      this.#ready = true;
      this.emit("ready");
    }
  }

  #exit(): void {
    if (!this.#host) return;
    this.#unmount();
    this.#shell.showNotice({ title: this.#text.closed, button: this.#text.reopen, onButton: () => this.reload() });
    this.emit("exit");
  }

  async #showMenu(): Promise<void> {
    const text = this.#text;
    const { share, joinGroup } = this.#pageMenu;
    const offered = [...(share ? [text.share] : []), ...(joinGroup ? [text.joinGroup] : [])];
    const items = [...offered, text.settings, text.restart];
    const choice = await showActionSheet(this.#shell.dialogs, text, { items, label: this.#appName });
    if (items[choice] === text.share) this.#host?.emit("share");
    else if (items[choice] === text.joinGroup) this.#host?.emit("joinGroup");
    else if (items[choice] === text.settings && this.#permissions) {
      await showSettings(this.#shell.dialogs, this.#text, this.#appName, this.#permissions);
    } else if (items[choice] === text.restart) this.reload();
  }

  /** The screen's edges reach into the page only where no bar of the phone lies between. */
  #applyInsets(): void {
    const { top, right, bottom, left } = this.device.safeAreaInsets;
    const { hasNavigationBar, hasTabBar } = this.#shell;
    this.#slot.setInsets({ top: hasNavigationBar ? 0 : top, right, bottom: hasTabBar ? 0 : bottom, left });
  }

  #resized(): void {
    this.#screen = this.#shell.measure();
    this.#deviceChanged();
  }

  #networkChanged(): void {
    this.#host?.emit("networkChanged", this.#isOnline);
  }

  #deviceChanged(): void {
    this.#shell.applyDevice(this.device);
    this.#applyInsets();
    this.#host?.emit("deviceChanged");
  }
}

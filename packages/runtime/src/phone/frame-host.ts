import type { PacketTime } from "@lianmai/client";
import { EventEmitter } from "eventemitter3";
import type {
  DeviceInfo,
  Host,
  HostEvents,
  HostReport,
  LaunchOptions,
  ModalOptions,
  ModalResult,
  NavigationBarState,
  NetworkType,
  PageMenu,
  PermissionState,
  Scope,
  ShareCard,
  TabBarState,
  ToastOptions,
} from "../host.js";
import type { Inspector } from "../inspection.js";
import type { LoginResult } from "./dev-host.js";

/** What the phone does for whichever frame it holds at the moment. */
export interface PhoneServices {
  device(): DeviceInfo;
  setNavigationBar(state: NavigationBarState): void;
  setTabBar(state: TabBarState | undefined): void;
  exit(): void;
  showToast(options: ToastOptions): void;
  hideToast(): void;
  showModal(options: ModalOptions): Promise<ModalResult>;
  showActionSheet(items: string[], color: string): Promise<number>;
  setPageMenu(offers: PageMenu): void;
  share(card: ShareCard): Promise<boolean>;
  previewImages(urls: string[], index: number): void;
  permission(scope: Scope): PermissionState;
  requestPermission(scope: Scope): Promise<"granted" | "denied">;
  openSettings(): Promise<void>;
  login(): Promise<LoginResult>;
  fetch(url: string, init: RequestInit): Promise<Response>;
  socketUrl: Host["socketUrl"];
  report(report: HostReport): void;
  /** Absent where the browser's own devices are the phone's. */
  getUserMedia?(constraints: MediaStreamConstraints): Promise<MediaStream>;
  packetTime(): PacketTime | undefined;
  networkType(): NetworkType | undefined;
  inspectable(open: () => Promise<Inspector>): void;
}

/**
 * The host of one load of the frame. A reload makes another, so that nothing that an earlier frame left behind, a
 * listener or a late call, reaches the phone or the next frame.
 */
export class FrameHost implements Host {
  readonly launch: LaunchOptions;
  readonly storage: Host["storage"];
  readonly files: Host["files"];
  readonly user: Host["user"];
  readonly signalingUrl: string;
  readonly getUserMedia?: NonNullable<Host["getUserMedia"]>;
  readonly #services: PhoneServices;
  readonly #events = new EventEmitter<HostEvents>();
  #live = true;

  constructor(services: PhoneServices, fixed: Pick<Host, "launch" | "storage" | "files" | "user" | "signalingUrl">) {
    this.#services = services;
    this.launch = fixed.launch;
    this.storage = fixed.storage;
    this.files = fixed.files;
    this.user = fixed.user;
    this.signalingUrl = fixed.signalingUrl;
    if (services.getUserMedia) this.getUserMedia = services.getUserMedia;
  }

  emit<E extends keyof HostEvents>(event: E, ...args: EventEmitter.EventArgs<HostEvents, E>): void {
    if (this.#live) this.#events.emit(event, ...args);
  }

  dispose(): void {
    this.#live = false;
    this.#events.removeAllListeners();
  }

  device(): DeviceInfo {
    return this.#services.device();
  }

  on<E extends keyof HostEvents>(event: E, listener: (...args: HostEvents[E]) => void): void {
    this.#events.on(event, listener as EventEmitter.EventListener<HostEvents, E>);
  }

  off<E extends keyof HostEvents>(event: E, listener: (...args: HostEvents[E]) => void): void {
    this.#events.off(event, listener as EventEmitter.EventListener<HostEvents, E>);
  }

  setNavigationBar(state: NavigationBarState): void {
    if (this.#live) this.#services.setNavigationBar(state);
  }

  setTabBar(state: TabBarState | undefined): void {
    if (this.#live) this.#services.setTabBar(state);
  }

  exit(): void {
    if (this.#live) this.#services.exit();
  }

  showToast(options: ToastOptions): void {
    if (this.#live) this.#services.showToast(options);
  }

  hideToast(): void {
    if (this.#live) this.#services.hideToast();
  }

  async showModal(options: ModalOptions): Promise<ModalResult> {
    return this.#live ? this.#services.showModal(options) : { button: "cancel" };
  }

  async showActionSheet(items: string[], color: string): Promise<number> {
    return this.#live ? this.#services.showActionSheet(items, color) : -1;
  }

  setPageMenu(offers: PageMenu): void {
    if (this.#live) this.#services.setPageMenu(offers);
  }

  async share(card: ShareCard): Promise<boolean> {
    return this.#live && (await this.#services.share(card));
  }

  previewImages(urls: string[], index: number): void {
    if (this.#live) this.#services.previewImages(urls, index);
  }

  permission(scope: Scope): PermissionState {
    return this.#services.permission(scope);
  }

  async requestPermission(scope: Scope): Promise<"granted" | "denied"> {
    return this.#live ? this.#services.requestPermission(scope) : "denied";
  }

  async openSettings(): Promise<void> {
    if (this.#live) await this.#services.openSettings();
  }

  login(): Promise<LoginResult> {
    return this.#services.login();
  }

  fetch(url: string, init: RequestInit): Promise<Response> {
    return this.#services.fetch(url, init);
  }

  socketUrl(url: string, header: Readonly<Record<string, string>>): string {
    return this.#services.socketUrl(url, header);
  }

  report(report: HostReport): void {
    if (this.#live) this.#services.report(report);
  }

  packetTime(): PacketTime | undefined {
    return this.#services.packetTime();
  }

  networkType(): NetworkType | undefined {
    return this.#services.networkType();
  }

  inspectable(open: () => Promise<Inspector>): void {
    if (this.#live) this.#services.inspectable(open);
  }
}

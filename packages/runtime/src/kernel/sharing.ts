import type { Host, ShareCard } from "../host.js";
import { formatAddress } from "./address.js";
import type { PageAddress, SharingPort } from "./environment.js";

/** What `onShareAppMessage` returns, or `tt.shareAppMessage` is given; everything may be missing. */
interface ShareOptions {
  title?: unknown;
  desc?: unknown;
  path?: unknown;
  query?: unknown;
  imageUrl?: unknown;
  success?: unknown;
  fail?: unknown;
  complete?: unknown;
}

/** A page as sharing sees it. */
interface SharedPage {
  address: PageAddress;
  has(method: string): boolean;
  call(method: string, ...args: unknown[]): unknown;
}

export interface SharingContext {
  host: Host;
  /** The name of the mini-program, the title of a card that has none. */
  name: string;
  page(): SharedPage | undefined;
  resolveAsset(url: string): string;
  guard<T>(run: () => T): T | undefined;
}

/** Shares the shown page: by the phone's menu, by a button of the page, by a call. */
export class Sharing implements SharingPort {
  readonly #context: SharingContext;
  /** Pages whose menu does not offer it, by `tt.hideShareMenu`. */
  readonly #hidden = new WeakSet<object>();

  constructor(context: SharingContext) {
    this.#context = context;
    context.host.on("share", () => void this.share("menu"));
    context.host.on("joinGroup", () => void this.#joinGroup());
  }

  /** Tells the phone whether its menu offers to share; to be called whenever another page is shown. */
  refresh(): void {
    const page = this.#context.page();
    this.#context.host.setPageMenu({
      share: page?.has("onShareAppMessage") === true && !this.#hidden.has(page.address),
      joinGroup: page?.has("onJoinGroup") === true,
    });
  }

  setMenu(visible: boolean): void {
    const page = this.#context.page();
    if (!page) return;
    if (visible) this.#hidden.delete(page.address);
    else this.#hidden.add(page.address);
    this.refresh();
  }

  /**
   * Shows the card in the phone. Resolves with whether the user passed it on.
   *
   * @param target The button, as an event has it.
   * @param given Goes before what the page says.
   */
  async share(from: "menu" | "button", target?: object, given: object = {}): Promise<boolean> {
    const { host, guard, page } = this.#context;
    const shown = page();
    if (!shown) return false;
    const said = await guard(() =>
      shown.call("onShareAppMessage", { from, channel: "", ...(target ? { target } : {}) }),
    );
    const options: ShareOptions = { ...(typeof said === "object" ? said : {}), ...given };
    const shared = await host.share(this.#card(options, shown.address));
    this.#tell(options, shared, "shareAppMessage");
    return shared;
  }

  /** There are no groups here: the user says how it ends, as of everything that the phone plays. */
  async #joinGroup(): Promise<void> {
    const { host, page } = this.#context;
    const options = page()?.call("onJoinGroup");
    if (typeof options !== "object" || options === null) return;
    const english = host.device().language.startsWith("en");
    const { groupId = "" } = options as { groupId?: unknown };
    const { button } = await host.showModal({
      title: english ? "Simulation" : "模拟",
      content: english ? `Join the group ${String(groupId)}` : `加入群聊 ${String(groupId)}`,
      confirmText: english ? "OK" : "确定",
      cancelText: english ? "Cancel" : "取消",
      showCancel: true,
    });
    this.#tell(options, button === "confirm", "joinGroup");
  }

  #tell(options: ShareOptions, succeeded: boolean, name: string): void {
    const answer = { errMsg: succeeded ? `${name}:ok` : `${name}:fail cancel` };
    for (const callback of [succeeded ? options.success : options.fail, options.complete]) {
      if (typeof callback === "function") this.#context.guard(() => callback(answer) as unknown);
    }
  }

  #card({ title, desc, path, query, imageUrl }: ShareOptions, address: PageAddress): ShareCard {
    const words = (value: unknown, fallback: string) => (typeof value === "string" && value !== "" ? value : fallback);
    const target = words(path, formatAddress(address)).replace(/^\//, "");
    const more = words(query, "");
    return {
      title: words(title, this.#context.name),
      desc: words(desc, ""),
      path: more === "" ? target : `${target}${target.includes("?") ? "&" : "?"}${more}`,
      imageUrl: typeof imageUrl === "string" && imageUrl !== "" ? this.#context.resolveAsset(imageUrl) : "",
    };
  }
}

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

export interface SharingContext {
  host: Host;
  /** The name of the mini-program, the title of a card that has none. */
  name: string;
  /** The shown page: its address, whether it can be shared, and its say in what is. */
  page(): { address: PageAddress; shareable: boolean; share(event: object): unknown } | undefined;
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
  }

  /** Tells the phone whether its menu offers to share; to be called whenever another page is shown. */
  refresh(): void {
    const page = this.#context.page();
    this.#context.host.setShareable(page?.shareable === true && !this.#hidden.has(page.address));
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
    const said = await guard(() => shown.share({ from, channel: "", ...(target ? { target } : {}) }));
    const options: ShareOptions = { ...(typeof said === "object" ? said : {}), ...given };
    const shared = await host.share(this.#card(options, shown.address));
    const answer = { errMsg: shared ? "shareAppMessage:ok" : "shareAppMessage:fail cancel" };
    for (const name of [shared ? "success" : "fail", "complete"] as const) {
      const callback = options[name];
      if (typeof callback === "function") guard(() => callback(answer) as unknown);
    }
    return shared;
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

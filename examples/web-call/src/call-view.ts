import { DeviceButtons, roundButton } from "./buttons.js";
import type { Devices } from "./devices.js";
import { element } from "./element.js";
import { clock, grid, pages } from "./layout.js";
import type { Texts } from "./text.js";
import { Tile, type TileState } from "./tile.js";

export interface Member extends TileState {
  userId: string;
}

/** The call: tiles by the number of members, a bar below, who and how long above. */
export class CallView {
  readonly root: HTMLElement;
  readonly #devices: Devices;
  readonly #buttons: DeviceButtons;
  readonly #stage = element("div", { class: "pages" });
  readonly #tiles = new Map<string, Tile>();
  readonly #time = element("time");
  readonly #count = element("span", { class: "count" });
  readonly #notice = element("p", { class: "notice", role: "status" });
  readonly #sound: HTMLButtonElement;
  readonly #wide = matchMedia("(min-aspect-ratio: 1/1)");
  readonly #since = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #relayout = () => this.#place();

  constructor(
    devices: Devices,
    private readonly texts: Texts,
    roomId: string,
    { leave, playSound }: { leave: () => void; playSound: () => void },
  ) {
    this.#devices = devices;
    this.#buttons = new DeviceButtons(devices, texts);
    this.#sound = element("button", { type: "button", class: "sound", hidden: true }, texts.of("playSound"));
    this.#sound.addEventListener("click", () => {
      this.#sound.hidden = true;
      playSound();
    });
    const { microphone, camera, flip } = this.#buttons;
    this.root = element(
      "section",
      { class: "call" },
      element("header", {}, element("strong", {}, roomId), this.#count, this.#time),
      this.#notice,
      this.#stage,
      this.#sound,
      element("footer", {}, microphone, camera, flip, roundButton("leave", texts.of("leave"), leave)),
    );
    this.#timer = setInterval(() => this.#tick(), 1_000);
    this.#tick();
    this.#wide.addEventListener("change", this.#relayout);
  }

  /** Shows exactly these members, in this order. */
  show(members: readonly Member[]): void {
    const here = new Set(members.map(({ userId }) => userId));
    let moved = false;
    for (const [userId, tile] of this.#tiles) {
      if (here.has(userId)) continue;
      tile.close();
      this.#tiles.delete(userId);
      moved = true;
    }
    for (const member of members) {
      const tile = this.#tiles.get(member.userId) ?? new Tile(member.userId, this.texts);
      if (!this.#tiles.has(member.userId)) moved = true;
      this.#tiles.set(member.userId, tile);
      tile.show(member);
    }
    this.#count.textContent = `${members.length}${this.texts.of("members")}`;
    if (moved) this.#place();
  }

  update(): void {
    this.#buttons.update();
    this.root.dataset.camera = this.#devices.camera ? "on" : "off";
  }

  /** A line above the tiles; "" takes it away. */
  notify(text: string): void {
    this.#notice.textContent = text;
  }

  offerSound(): void {
    this.#sound.hidden = false;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#wide.removeEventListener("change", this.#relayout);
    for (const tile of this.#tiles.values()) tile.close();
    this.root.remove();
  }

  #place(): void {
    const shown = pages([...this.#tiles.values()]).map((tiles) => {
      const { columns, rows } = grid(tiles.length, this.#wide.matches);
      const page = element("div", { class: "page" }, ...tiles.map((tile) => tile.root));
      page.style.gridTemplate = `repeat(${rows}, minmax(0, 1fr)) / repeat(${columns}, minmax(0, 1fr))`;
      return page;
    });
    this.#stage.replaceChildren(...shown);
    // A video that was moved in the document has stopped.
    for (const video of this.#stage.querySelectorAll("video")) void video.play().catch(() => {});
  }

  #tick(): void {
    this.#time.textContent = clock(performance.now() - this.#since);
  }
}

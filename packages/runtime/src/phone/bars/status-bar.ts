import { element, icon } from "../dom.js";
import { batteryIcon, signalIcon, wifiIcon } from "../icons.js";

/** Time and signs at the top of a simulated phone. They are decoration: assistive tools skip them. */
export class StatusBar {
  readonly node: HTMLElement;
  readonly #time = element("span", { class: "status-time" });
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.node = element(
      "div",
      { class: "status-bar", "aria-hidden": "true" },
      this.#time,
      element("span", { class: "status-signs" }, icon(signalIcon), icon(wifiIcon), icon(batteryIcon)),
    );
    this.#tick();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #tick(): void {
    const now = new Date();
    this.#time.textContent = `${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`;
    this.#timer = setTimeout(() => this.#tick(), 60_000 - (now.getTime() % 60_000));
  }
}

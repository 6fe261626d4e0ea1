import { DeviceButtons } from "./buttons.js";
import type { Devices } from "./devices.js";
import { element } from "./element.js";
import type { Texts } from "./text.js";

export interface HomeFields {
  name: string;
  roomId: string;
}

/** The first page: own picture, name, room, one button. Errors stand under the field that they belong to. */
export class HomeView {
  readonly root: HTMLElement;
  readonly #video = element("video", { playsinline: true, autoplay: true, class: "preview" });
  readonly #buttons: DeviceButtons;
  readonly #enter: HTMLButtonElement;
  readonly #errors = {
    device: element("p", { class: "error", role: "alert" }),
    name: element("p", { class: "error", role: "alert" }),
    room: element("p", { class: "error", role: "alert" }),
    call: element("p", { class: "error", role: "alert" }),
  };

  constructor(
    private readonly devices: Devices,
    private readonly texts: Texts,
    fields: HomeFields,
    submit: (fields: HomeFields) => void,
  ) {
    this.#video.muted = true;
    this.#buttons = new DeviceButtons(devices, texts);
    this.#enter = element("button", { type: "submit", class: "enter" }, texts.of("enter"));
    const name = element("input", { name: "name", value: fields.name, maxlength: "20", autocomplete: "nickname" });
    const room = element("input", { name: "room", value: fields.roomId, maxlength: "128", autocapitalize: "off" });
    const form = element(
      "form",
      { novalidate: true },
      element("label", {}, texts.of("name"), name),
      this.#errors.name,
      element("label", {}, texts.of("room"), room),
      this.#errors.room,
      this.#enter,
      this.#errors.call,
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.clearErrors();
      submit({ name: name.value.trim(), roomId: room.value.trim() });
    });
    const { microphone, camera, flip } = this.#buttons;
    this.root = element(
      "section",
      { class: "home" },
      element("div", { class: "stage" }, this.#video, element("div", { class: "controls" }, microphone, camera, flip)),
      this.#errors.device,
      form,
    );
    this.update();
  }

  update(): void {
    const { camera, facing } = this.devices;
    const shown = (this.#video.srcObject as MediaStream | null)?.getTracks()[0];
    if (camera !== shown) this.#video.srcObject = camera ? new MediaStream([camera]) : null;
    this.#video.classList.toggle("mirrored", facing === "front");
    this.#buttons.update();
  }

  showError(where: "device" | "name" | "room" | "call", text: string): void {
    this.#errors[where].textContent = text;
  }

  clearErrors(): void {
    for (const line of Object.values(this.#errors)) line.textContent = "";
  }

  setBusy(busy: boolean): void {
    this.#enter.disabled = busy;
    this.#enter.textContent = this.texts.of(busy ? "entering" : "enter");
  }
}

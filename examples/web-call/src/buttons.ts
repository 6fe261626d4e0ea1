import type { Devices } from "./devices.js";
import { element, type IconName, icon } from "./element.js";
import type { Texts } from "./text.js";

/** A round button with an icon. */
export function roundButton(name: IconName, label: string, press: () => void): HTMLButtonElement {
  const button = element("button", { type: "button", class: `round ${name}`, "aria-label": label, title: label });
  button.append(icon(name));
  button.addEventListener("click", press);
  return button;
}

/** The buttons of microphone, camera and flip, which show how the devices are. */
export class DeviceButtons {
  readonly microphone: HTMLButtonElement;
  readonly camera: HTMLButtonElement;
  readonly flip: HTMLButtonElement;

  constructor(
    private readonly devices: Devices,
    private readonly texts: Texts,
  ) {
    this.microphone = roundButton("microphone", "", () => void devices.setMicrophone(!devices.microphone));
    this.camera = roundButton("camera", "", () => void devices.setCamera(!devices.camera));
    this.flip = roundButton("flip", texts.of("flip"), () => void devices.flip());
    this.update();
  }

  update(): void {
    const { microphone, camera, canFlip } = this.devices;
    this.#show(this.microphone, microphone !== undefined, this.texts.of(microphone ? "mute" : "unmute"));
    this.#show(this.camera, camera !== undefined, this.texts.of(camera ? "cameraOff" : "cameraOn"));
    this.flip.hidden = !canFlip || !camera;
  }

  #show(button: HTMLButtonElement, on: boolean, label: string): void {
    button.classList.toggle("is-off", !on);
    button.setAttribute("aria-label", label);
    button.setAttribute("aria-pressed", String(on));
    button.title = label;
  }
}

import { GOOD_NETWORK, type NetworkProfile, readProfile } from "../../network-profile.js";
import { CAMERA_CHOICES, type CameraChoice } from "../camera/choice.js";
import { deviceNamed } from "./devices.js";
import { Store } from "./store.js";

/** What somebody chose for one phone; kept in this browser. */
export interface PhoneChoices {
  /** Name of the device. */
  device: string;
  network: NetworkProfile;
  camera: CameraChoice;
}

const KEY = "lianmai-simulator-phone-";

/** Reads what was kept, field by field. */
export function readChoices(kept: string | null): PhoneChoices {
  let values: Partial<Record<keyof PhoneChoices, unknown>>;
  try {
    values = Object(JSON.parse(kept ?? "{}"));
  } catch {
    values = {};
  }
  const camera = CAMERA_CHOICES.find((choice) => choice === values.camera);
  return {
    device: deviceNamed(String(values.device)).name,
    network: values.network === undefined ? GOOD_NETWORK : readProfile(values.network),
    // A file is not kept, only the wish for one.
    camera: camera === undefined || camera === "file" ? "auto" : camera,
  };
}

/** The choices for one phone; every change is kept. */
export class PhoneChoiceStore extends Store<PhoneChoices> {
  readonly #key: string;

  /** @param user Id of the phone's user. */
  constructor(user: string) {
    super(readChoices(recall(KEY + user)));
    this.#key = KEY + user;
  }

  change(part: Partial<PhoneChoices>): void {
    this.set({ ...this.get(), ...part });
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.get()));
    } catch {
      // A browser that keeps nothing still shows the change.
    }
  }
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

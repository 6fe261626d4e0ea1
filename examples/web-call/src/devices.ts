import { listDevices, openCamera, openMicrophone, type RtcError } from "@lianmai/client";
import { EventEmitter } from "eventemitter3";

export interface DevicesEvents {
  /** A device was switched on or off, or another one took its place. */
  changed: [];
  failed: [device: "camera" | "microphone", error: RtcError];
}

/** The camera and microphone of this page, whether in a call or not. */
export class Devices extends EventEmitter<DevicesEvents> {
  camera: MediaStreamTrack | undefined;
  microphone: MediaStreamTrack | undefined;
  facing: "front" | "back" = "front";
  canFlip = false;
  /** Raised by every wish, so that a device that opens late finds out that it is not wanted any more. */
  #wishes = { camera: 0, microphone: 0 };

  async setCamera(on: boolean): Promise<void> {
    await this.#set("camera", on, () => openCamera({ facing: this.facing, width: 640, height: 480, frameRate: 15 }));
    this.canFlip = (await listDevices("videoinput").catch(() => [])).length > 1;
    this.emit("changed");
  }

  async setMicrophone(on: boolean): Promise<void> {
    await this.#set("microphone", on, () => openMicrophone());
  }

  /** Opens the camera of the other side. Phones can have one open at a time, so the first is closed before. */
  async flip(): Promise<void> {
    this.facing = this.facing === "front" ? "back" : "front";
    if (!this.camera) return;
    this.camera.stop();
    await this.setCamera(true);
  }

  /** A track ended by itself. */
  forget(device: "camera" | "microphone"): void {
    this.#wishes[device] += 1;
    this[device] = undefined;
    this.emit("changed");
  }

  async #set(device: "camera" | "microphone", on: boolean, open: () => Promise<MediaStreamTrack>): Promise<void> {
    this.#wishes[device] += 1;
    const wish = this.#wishes[device];
    if (!on) {
      this[device]?.stop();
      this[device] = undefined;
      this.emit("changed");
      return;
    }
    try {
      const track = await open();
      if (wish !== this.#wishes[device]) {
        track.stop();
        return;
      }
      this[device]?.stop();
      this[device] = track;
      this.emit("changed");
    } catch (error) {
      if (wish === this.#wishes[device]) this.emit("failed", device, error as RtcError);
    }
  }
}

import type { Environment } from "../../kernel/environment.js";
import { asynchronous } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { Listeners, listenerPair } from "../core/listeners.js";

const GRAVITY = 9.80665;

/** Safari's heading, and its question to the user before any sensor tells something. */
interface SafariOrientation extends DeviceOrientationEvent {
  webkitCompassHeading?: number;
}
interface SafariSensor {
  requestPermission?: () => Promise<"granted" | "denied">;
}

/** Accelerometer and compass, on devices that have them. */
export function sensorsTopic(environment: Environment) {
  const motion = new Sensor(environment, "DeviceMotionEvent", "devicemotion", (event) => {
    const { x, y, z } = (event as DeviceMotionEvent).accelerationIncludingGravity ?? {};
    // The platform counts in units of gravity.
    return typeof x === "number" ? { x: x / GRAVITY, y: (y ?? 0) / GRAVITY, z: (z ?? 0) / GRAVITY } : undefined;
  });
  const compassEvent = "ondeviceorientationabsolute" in globalThis ? "deviceorientationabsolute" : "deviceorientation";
  const compass = new Sensor(environment, "DeviceOrientationEvent", compassEvent, (event) => {
    const { webkitCompassHeading, alpha } = event as SafariOrientation;
    if (webkitCompassHeading !== undefined) return { direction: webkitCompassHeading };
    return alpha === null ? undefined : { direction: (360 - alpha) % 360 };
  });
  return {
    startAccelerometer: asynchronous({ run: () => motion.start() }),
    stopAccelerometer: asynchronous({ run: () => motion.stop() }),
    ...listenerPair("AccelerometerChange", motion.listeners, { results: ["x", "y", "z"] }),
    startCompass: asynchronous({ run: () => compass.start() }),
    stopCompass: asynchronous({ run: () => compass.stop() }),
    ...listenerPair("CompassChange", compass.listeners, { results: ["direction"] }),
  };
}

class Sensor {
  readonly listeners: Listeners;
  readonly #kind: "DeviceMotionEvent" | "DeviceOrientationEvent";
  readonly #event: string;
  readonly #hear: (event: Event) => void;

  constructor(
    environment: Environment,
    kind: "DeviceMotionEvent" | "DeviceOrientationEvent",
    event: string,
    read: (event: Event) => object | undefined,
  ) {
    this.listeners = new Listeners(environment);
    this.#kind = kind;
    this.#event = event;
    this.#hear = (heard) => {
      const value = read(heard);
      if (value) this.listeners.emit(value);
    };
    environment.lifecycle.once("dispose", () => this.stop());
  }

  /** @throws {ApiError} when the browser has no such sensor, or the user refuses */
  async start(): Promise<void> {
    const sensor = (globalThis as Record<string, unknown>)[this.#kind] as SafariSensor | undefined;
    if (!sensor) throw new ApiError("this browser gives no access to the sensor", { errorType: "F" });
    if (sensor.requestPermission && (await sensor.requestPermission()) !== "granted") throw ApiError.authDenied();
    addEventListener(this.#event, this.#hear);
  }

  stop(): void {
    removeEventListener(this.#event, this.#hear);
  }
}

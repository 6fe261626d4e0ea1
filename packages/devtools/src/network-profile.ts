/** How bad the network of one phone of the simulator is. It acts on requests, sockets, signalling and media alike. */
export interface NetworkProfile {
  /** Nothing passes, and what is open is cut. */
  offline: boolean;
  /** Milliseconds each way, so that a round trip takes twice as long. */
  delay: number;
  /** Part of the packets that are lost each way, 0 to 1. What TCP carries comes late instead of not at all. */
  loss: number;
  /** Kilobits per second to the phone and from it; unlimited where absent. */
  down?: number;
  up?: number;
}

export const GOOD_NETWORK: NetworkProfile = { offline: false, delay: 0, loss: 0 };

/** Names of the profiles that one can choose without numbers. */
export const NETWORK_PRESETS = {
  good: GOOD_NETWORK,
  /** A usual mobile network of the third generation: 780 kbit/s down, 330 up, 200 ms round trip. */
  "3g": { offline: false, delay: 100, loss: 0, down: 780, up: 330 },
  /** A network with a short range of reach, such as Wi-Fi through two walls. */
  loss20: { offline: false, delay: 20, loss: 0.2 },
  /** The other side of the world. */
  slow: { offline: false, delay: 250, loss: 0 },
  offline: { offline: true, delay: 0, loss: 0 },
} as const satisfies Record<string, NetworkProfile>;

export type NetworkPreset = keyof typeof NETWORK_PRESETS;

/** Bounds of what can be simulated; numbers outside are moved to the nearest. */
const MOST = { delay: 10_000, kilobits: 1_000_000 } as const;
const LEAST_KILOBITS = 1;

/** Reads a profile that came from elsewhere; what is missing or no number counts as a good network. */
export function readProfile(value: unknown): NetworkProfile {
  const { offline, delay, loss, down, up } = Object(value) as Partial<Record<keyof NetworkProfile, unknown>>;
  const rate = (given: unknown) =>
    typeof given === "number" && given > 0 ? between(given, LEAST_KILOBITS, MOST.kilobits) : undefined;
  const [downRate, upRate] = [rate(down), rate(up)];
  return {
    offline: offline === true,
    delay: between(delay, 0, MOST.delay),
    loss: between(loss, 0, 1),
    ...(downRate === undefined ? {} : { down: downRate }),
    ...(upRate === undefined ? {} : { up: upRate }),
  };
}

/** The preset that says the same; undefined where the numbers are somebody's own. */
export function presetOf(profile: NetworkProfile): NetworkPreset | undefined {
  const same = (other: NetworkProfile) =>
    (["offline", "delay", "loss", "down", "up"] as const).every((field) => other[field] === profile[field]);
  return (Object.keys(NETWORK_PRESETS) as NetworkPreset[]).find((name) => same(NETWORK_PRESETS[name]));
}

function between(value: unknown, least: number, most: number): number {
  return typeof value === "number" && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : least;
}

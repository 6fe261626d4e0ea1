import { createHash } from "node:crypto";
import type { Channel, Release } from "./program.js";

/** What a channel shows: a version to everybody, or a new one to some of its users first. */
export interface ChannelState {
  /** What everybody gets, or those whom the new version has not reached; undefined = nothing was released yet. */
  readonly version: string | undefined;
  /** The version that is being let out, and to how many of a hundred. */
  readonly gradual?: { readonly version: string; readonly percent: number };
}

/** @param releases of one program, the newest first */
export function channelState(releases: readonly Release[], channel: Channel): ChannelState {
  const own = releases.filter((release) => release.channel === channel);
  const [latest] = own;
  const whole = own.find(({ percent }) => percent === 100);
  if (latest === undefined || latest === whole) return { version: whole?.version };
  return { version: whole?.version, gradual: { version: latest.version, percent: latest.percent } };
}

/** The version that was shown to all before the one that is now; undefined where there is none to go back to. */
export function versionBefore(releases: readonly Release[], channel: Channel): string | undefined {
  const state = channelState(releases, channel);
  // While a version is let out, going back is to let it out no further.
  if (state.gradual !== undefined && state.gradual.version !== state.version) return state.version;
  return releases.find((one) => one.channel === channel && one.percent === 100 && one.version !== state.version)
    ?.version;
}

/**
 * Which version a device gets. The same one each time; and a device that has the new version keeps it while the
 * percentage grows, because its place among the hundred depends on device and version alone.
 */
export function versionFor(state: ChannelState, programId: string, device: string): string | undefined {
  if (state.gradual === undefined) return state.version;
  return placeOf(programId, state.gradual.version, device) < state.gradual.percent
    ? state.gradual.version
    : state.version;
}

/** From 0 to just below 100, evenly. */
function placeOf(programId: string, version: string, device: string): number {
  const hash = createHash("sha256")
    .update(JSON.stringify([programId, version, device]))
    .digest();
  return (hash.readUInt32BE(0) / 2 ** 32) * 100;
}

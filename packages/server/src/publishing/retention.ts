import { channelState } from "./channel-state.js";
import { CHANNELS, PREVIEW, type ProgramVersion, type Release } from "./program.js";

export interface RetentionPolicy {
  /** The newest versions are kept however old they are. */
  newest: number;
  /** Milliseconds for which a page of a version that is no longer shown can still load its parts. */
  lifetime: number;
}

export const DEFAULT_RETENTION: RetentionPolicy = { newest: 20, lifetime: 30 * 24 * 3600_000 };

/**
 * The versions that may go: shown on no channel, not among the newest, and out of use for so long that no page that
 * people have open can be of them.
 *
 * @param versions the newest first
 * @param releases the newest first
 */
export function expiredVersions(
  versions: readonly ProgramVersion[],
  releases: readonly Release[],
  policy: RetentionPolicy,
  now: number,
): string[] {
  const shown = new Set(
    CHANNELS.flatMap((channel) => {
      const { version, gradual } = channelState(releases, channel);
      return [version, gradual?.version];
    }),
  );
  return versions
    .filter(({ version }) => version !== PREVIEW)
    .slice(policy.newest)
    .filter(({ version, uploadedAt }) => {
      return !shown.has(version) && now - lastUse(version, uploadedAt, releases) > policy.lifetime;
    })
    .map(({ version }) => version);
}

/** When it was last replaced by another on a channel; when it was uploaded, where it never was on one. */
function lastUse(version: string, uploadedAt: number, releases: readonly Release[]): number {
  let last = uploadedAt;
  for (const channel of CHANNELS) {
    const own = releases.filter((release) => release.channel === channel);
    const at = own.findIndex((release) => release.version === version);
    const successor = own[at - 1] ?? own[at];
    if (at >= 0 && successor !== undefined) last = Math.max(last, successor.releasedAt);
  }
  return last;
}

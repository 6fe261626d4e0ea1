import type { FirstFrames, JoinCounts, QualitySums } from "../../../history/queries/quality.js";
import { ApiError } from "../../api-error.js";

/** Where the figures of an indicator come from. */
export type Figures = {
  sums: readonly QualitySums[];
  frames: readonly FirstFrames[];
  joins: readonly JoinCounts[];
};

/** A share, in percent, by stretch of time; stretches in which there was nothing to measure are left out. */
export interface Indicator {
  name: string;
  needs: keyof Figures;
  read(figures: Figures): { at: number; value: number }[];
}

type Kind = "audio" | "video";

/** The threshold that an indicator is measured by, as it stands before its name. There are no others. */
const THRESHOLDS: Readonly<Record<string, string>> = {
  join_room_success_rate: "5s",
  audio_stall_rate: "80ms",
  video_stall_rate: "500ms",
  network_trans_delay: "400ms",
  audio_network_trans_delay: "400ms",
  video_network_trans_delay: "400ms",
};

/** Indicators of sound and of pictures, asked for as one. */
const PAIRS = ["stall_rate", "first_frame_send_success_rate", "first_frame_recv_success_rate", "network_trans_delay"];

const MOST = 20;

/**
 * The indicators that a call names.
 *
 * @throws ApiError that names the one that there is not, with all that there are
 */
export function indicatorsOf(named: readonly string[]): Indicator[] {
  if (named.length === 0) throw new ApiError("MissingParameter", "Indicator must name at least one indicator.");
  if (named.length > MOST) throw new ApiError("InvalidParameter", `Indicator may name at most ${MOST} indicators.`);
  return [...new Set(named)].flatMap((name) => {
    const [, threshold, base = ""] = /^(\d+m?s)?_?(.*)$/.exec(name) ?? [];
    const found = (PAIRS.includes(base) ? [`audio_${base}`, `video_${base}`] : [base]).flatMap((one) => {
      const indicator = make(one);
      return indicator ? [indicator] : [];
    });
    const wanted = THRESHOLDS[base];
    if (found.length === 0 || (threshold !== undefined && threshold !== wanted)) throw unknown(name);
    if (threshold === undefined) return found;
    // Answered by the name that was asked for, with the kind in front where there are two.
    return found.map((one) => ({ ...one, name: found.length === 1 ? name : `${threshold}_${one.name}` }));
  });
}

function make(name: string): Indicator | undefined {
  if (name === "join_room_success_rate") {
    const read = ({ joins }: Figures) => joins.flatMap(({ at, tried, quick }) => share(at, quick, tried));
    return { name, needs: "joins", read };
  }
  const [, kind, what] = /^(audio|video)_(.+)$/.exec(name) ?? [];
  if (kind === undefined) return undefined;
  const of = <T extends { kind: Kind }>(rows: readonly T[]) => rows.filter((row) => row.kind === kind);
  switch (what) {
    case "stall_rate":
      return {
        name,
        needs: "sums",
        read: ({ sums }) => of(sums).flatMap(({ at, stalled, played }) => share(at, stalled, played)),
      };
    case "network_trans_delay":
      return {
        name,
        needs: "sums",
        read: ({ sums }) => of(sums).flatMap(({ at, late, timed }) => share(at, timed - late, timed)),
      };
    case "first_frame_send_success_rate":
    case "first_frame_recv_success_rate": {
      const wanted = what === "first_frame_send_success_rate" ? "up" : "down";
      const read = ({ frames }: Figures) =>
        of(frames)
          .filter(({ direction }) => direction === wanted)
          .flatMap(({ at, came, expected }) => share(at, came, expected));
      return { name, needs: "frames", read };
    }
    default:
      return undefined;
  }
}

function share(at: number, part: number, whole: number): { at: number; value: number }[] {
  return whole > 0 ? [{ at, value: Math.round((part / whole) * 10_000) / 100 }] : [];
}

function unknown(name: string): ApiError {
  const known = [
    "5s_join_room_success_rate",
    "80ms_audio_stall_rate",
    "500ms_video_stall_rate",
    "stall_rate",
    "first_frame_send_success_rate",
    "first_frame_recv_success_rate",
    "400ms_network_trans_delay",
  ];
  return new ApiError(
    "InvalidParameter",
    `There is no indicator "${name.slice(0, 64)}" here; there are ${known.join(", ")}, the last four also with audio_ or video_ in front.`,
  );
}

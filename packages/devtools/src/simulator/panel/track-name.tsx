import { type Translate, useText } from "../language/language-context.js";
import type { TextName } from "../language/texts.js";
import type { CallTrack, TrackNumbers, TrackState } from "../state/call-tracks.js";

export const TRACK_STATES: Record<TrackState, TextName> = {
  good: "trackGood",
  idle: "trackIdle",
  poor: "trackPoor",
  bad: "trackBad",
};

const SOURCES: Record<string, TextName> = {
  microphone: "sourceMicrophone",
  camera: "sourceCamera",
  screen: "sourceScreen",
  screenAudio: "sourceScreenAudio",
};

const LIMITATIONS: Record<string, TextName> = { cpu: "limitationCpu", bandwidth: "limitationBandwidth" };

/** What a track is, and its latest numbers. */
export function TrackName({ track, nameOf }: { track: CallTrack; nameOf(userId: string): string }) {
  const text = useText();
  const name = SOURCES[track.source];
  const source = name ? text(name) : track.source;
  const label = track.direction === "sent" ? source : `${nameOf(track.userId)} ${source}`;
  const direction = text(track.direction === "sent" ? "trackSent" : "trackReceived");
  return (
    <div
      className={track.isOn ? "track-name" : "track-name is-over"}
      title={`${direction} · ${label}\n${detailsOf(track.last, text)}`}
    >
      <span className="track-direction" aria-hidden="true">
        {track.direction === "sent" ? "↑" : "↓"}
      </span>
      <span className="track-label">{label}</span>
      <span className="track-numbers">{track.isOn ? shortNumbers(track.last) : text("trackEnded")}</span>
    </div>
  );
}

/** The numbers that tell most, in one line. */
function shortNumbers({ kilobits, loss, height, framesPerSecond }: TrackNumbers): string {
  return [
    kilobits === undefined ? "" : `${Math.round(kilobits)}k`,
    loss === undefined ? "" : `${loss < 10 ? loss.toFixed(1) : Math.round(loss)}%`,
    height === undefined ? "" : `${height}p${framesPerSecond === undefined ? "" : Math.round(framesPerSecond)}`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** All of them, a line a topic. */
export function detailsOf(numbers: TrackNumbers, text: Translate): string {
  const { codec, kilobits, loss, rtt, jitter, width, height, framesPerSecond, layers, limitation, freezes } = numbers;
  const with1 = (value: number) => (Math.round(value * 10) / 10).toString();
  const size = width && height ? `${width}×${height}` : "";
  return [
    [codec, kilobits === undefined ? "" : `${Math.round(kilobits)} kbps`, size],
    [
      framesPerSecond === undefined ? "" : `${Math.round(framesPerSecond)} fps`,
      loss === undefined ? "" : `${text("networkLossRate")} ${with1(loss)}%`,
      rtt === undefined ? "" : `RTT ${Math.round(rtt)} ms`,
      jitter === undefined ? "" : `jitter ${with1(jitter)} ms`,
    ],
    limitation ? [text(LIMITATIONS[limitation] ?? "limitationOther")] : [],
    freezes ? [`${freezes} ×  ${text("trackBad")}`] : [],
    ...(layers.length < 2
      ? []
      : layers.map(({ name, active, width, height, kilobits }) => [
          `${active ? "●" : "○"} ${name}`,
          width && height ? `${width}×${height}` : "",
          kilobits === undefined ? "" : `${Math.round(kilobits)} kbps`,
        ])),
  ]
    .map((line) => line.filter(Boolean).join(" · "))
    .filter(Boolean)
    .join("\n");
}

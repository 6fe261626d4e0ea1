import { RtcError } from "../errors/rtc-error.js";

/** Makes the node that takes the noise out; `rnnoise()` of `@lianmai/client/noise-suppression` is one. */
export type Denoise = (context: AudioContext) => Promise<AudioNode>;

export interface MicrophoneFilterOptions {
  /** Takes noise out before anything else. Default: nothing does. */
  denoise?: Denoise;
  /** Percent, 0 to 200. Default 100: as it comes. */
  gain?: number;
}

/** RNNoise knows only this rate, and it is that of Opus. */
const SAMPLE_RATE = 48_000;

/**
 * A microphone on its way into a room: made quieter or louder, and freed from noise. `track` is what to publish. The
 * microphone itself stays the caller's; when it ends, `track` ends too.
 */
export class MicrophoneFilter {
  readonly track: MediaStreamTrack;
  readonly #context: AudioContext;
  readonly #gain: GainNode;

  /** @throws RtcError `unsupported_browser` where the browser has no such processing; whatever `denoise` throws. */
  static async open(microphone: MediaStreamTrack, options: MicrophoneFilterOptions = {}): Promise<MicrophoneFilter> {
    if (typeof AudioContext === "undefined") throw RtcError.unsupportedBrowser();
    const context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: "interactive" });
    try {
      const node = await options.denoise?.(context);
      // Not awaited: a page that nobody has touched yet starts it with the first touch, and the track is there before.
      context.resume().catch(() => {});
      return new MicrophoneFilter(microphone, context, node, options.gain ?? 100);
    } catch (error) {
      void context.close();
      throw error;
    }
  }

  private constructor(microphone: MediaStreamTrack, context: AudioContext, node: AudioNode | undefined, gain: number) {
    this.#context = context;
    this.#gain = context.createGain();
    const source = context.createMediaStreamSource(new MediaStream([microphone]));
    if (node) source.connect(node).connect(this.#gain);
    else source.connect(this.#gain);
    // One channel: a voice has no sides, and two would cost twice.
    const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1, channelCountMode: "explicit" });
    this.#gain.connect(destination);
    const [track] = destination.stream.getAudioTracks();
    if (!track) throw RtcError.deviceNotFound("microphone");
    this.track = track;
    this.setGain(gain);
    microphone.addEventListener("ended", () => {
      this.close();
      // Browsers tell only of tracks that end by themselves, and this one does.
      track.dispatchEvent(new Event("ended"));
    });
  }

  /** Percent, 0 to 200; values outside are brought inside. */
  setGain(percent: number): void {
    this.#gain.gain.value = Math.min(Math.max(percent, 0), 200) / 100;
  }

  /** Ends `track`, without an event. The microphone goes on. */
  close(): void {
    this.track.stop();
    if (this.#context.state !== "closed") void this.#context.close();
  }
}

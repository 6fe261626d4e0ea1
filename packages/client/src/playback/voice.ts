/** What one track is to sound like. */
export interface VoiceSettings {
  /** Percent, 0 to 400: that of the user times that of all. */
  volume: number;
  muted: boolean;
  /** Id of an output device; "" is the default one. */
  sink: string;
}

/** Where voices louder than they come are amplified. Made when the first one needs it. */
export type AudioContextSource = () => AudioContext;

/**
 * Plays one audio track. Up to 100 % an audio element does it alone. Above that, and where the element's volume cannot
 * be set, the sound goes through an amplifier, and the muted element stays only because Chromium feeds a remote track
 * to the amplifier no other way.
 */
export class Voice {
  readonly #element: HTMLAudioElement;
  readonly #stream: MediaStream;
  readonly #context: AudioContextSource;
  #gain: GainNode | undefined;

  constructor(track: MediaStreamTrack, settings: VoiceSettings, context: AudioContextSource) {
    this.#context = context;
    this.#stream = new MediaStream([track]);
    this.#element = new Audio();
    this.#element.srcObject = this.#stream;
    this.apply(settings);
  }

  /** Starts the sound. Rejects with `NotAllowedError` while the browser wants a touch of the user's first. */
  async play(): Promise<void> {
    await this.#element.play();
  }

  apply({ volume, muted, sink }: VoiceSettings): void {
    const share = Math.min(volume, 100) / 100;
    this.#element.volume = share;
    // On iOS the volume of an element is the system's and stays at 1; the amplifier works there too.
    const amplified = volume > 100 || Math.abs(this.#element.volume - share) > 0.01;
    if (amplified && !this.#gain) this.#amplify();
    if (this.#gain) this.#gain.gain.value = amplified && !muted ? volume / 100 : 0;
    this.#element.muted = muted || amplified;
    if (this.#element.sinkId !== undefined && this.#element.sinkId !== sink) {
      this.#element.setSinkId(sink).catch(() => {
        // The device is gone; the sound goes on where it was, which is better than none.
      });
    }
  }

  close(): void {
    this.#gain?.disconnect();
    this.#element.pause();
    this.#element.srcObject = null;
  }

  #amplify(): void {
    const context = this.#context();
    this.#gain = context.createGain();
    context.createMediaStreamSource(this.#stream).connect(this.#gain).connect(context.destination);
  }
}

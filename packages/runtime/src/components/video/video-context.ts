/** Drives a player on behalf of a program. */
export interface VideoContext {
  play(): void;
  pause(): void;
  stop(): void;
  /** @param position Seconds. */
  seek(position: number): void;
  playbackRate(rate: number): void;
  requestFullScreen(): void;
  exitFullScreen(): void;
}

/**
 * Makes the object of `tt.createVideoContext`, which a selector query also hands out.
 *
 * @param find The player at the moment of a call; where it tells why there is none, it answers with `undefined`.
 */
export function createVideoContext(
  find: () => HTMLVideoElement | undefined,
  warn: (message: string) => void,
): VideoContext {
  const withPlayer = (act: (player: HTMLVideoElement) => void | Promise<void>) => {
    const player = find();
    if (!player) return;
    // The browser also throws, at a rate out of its range.
    const acted = (async () => act(player))();
    acted.catch((error: unknown) => {
      // A pause right after a play interrupts it: that is what the program asked for.
      if (error instanceof DOMException && error.name === "AbortError") return;
      warn(`The browser refuses what was asked of a <video>: ${String(error)}`);
    });
  };
  return {
    play: () => withPlayer((player) => player.play()),
    pause: () => withPlayer((player) => player.pause()),
    stop: () =>
      withPlayer((player) => {
        player.pause();
        player.currentTime = 0;
      }),
    seek: (position) =>
      withPlayer((player) => {
        player.currentTime = Number(position) || 0;
      }),
    playbackRate: (rate) =>
      withPlayer((player) => {
        player.playbackRate = Number(rate) || 1;
      }),
    requestFullScreen: () => withPlayer((player) => player.requestFullscreen()),
    exitFullScreen: () =>
      withPlayer((player) => (document.fullscreenElement === player ? document.exitFullscreen() : undefined)),
  };
}

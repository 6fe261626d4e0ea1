/** What `tt.createVideoContext` hands out: the player, driven by a program. */
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

export function createVideoContext(player: HTMLVideoElement, warn: (message: string) => void): VideoContext {
  const tell = (action: string) => (error: unknown) => warn(`a video did not ${action}: ${String(error)}`);
  return {
    play: () => void player.play().catch(tell("play")),
    pause: () => player.pause(),
    stop() {
      player.pause();
      player.currentTime = 0;
    },
    seek(position) {
      player.currentTime = position;
    },
    playbackRate(rate) {
      player.playbackRate = rate;
    },
    requestFullScreen: () => void player.requestFullscreen().catch(tell("fill the screen")),
    exitFullScreen() {
      if (document.fullscreenElement === player) void document.exitFullscreen();
    },
  };
}

import type { Environment } from "../../kernel/environment.js";
import { pageNode } from "../core/page-node.js";

/** The object of `tt.createVideoContext`: drives the `video` of that id on the shown page, whenever it comes. */
export function createVideoContext(environment: Environment, id: string): Record<string, unknown> {
  const withPlayer = (act: (player: HTMLVideoElement) => void | Promise<void>) => {
    const player = pageNode<HTMLVideoElement>(`tt-video[id="${CSS.escape(id)}"] video`);
    if (!player) {
      environment.warn(`tt.createVideoContext: there is no <video id="${id}"> on the shown page.`);
      return;
    }
    Promise.resolve(act(player)).catch((error: unknown) => {
      // A pause right after a play interrupts it: that is what the program asked for.
      if (error instanceof DOMException && error.name === "AbortError") return;
      environment.warn(`The browser refuses what was asked of <video id="${id}">: ${String(error)}`);
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
    seek: (position: unknown) =>
      withPlayer((player) => {
        player.currentTime = Number(position) || 0;
      }),
    playbackRate: (rate: unknown) =>
      withPlayer((player) => {
        player.playbackRate = Number(rate) || 1;
      }),
    requestFullScreen: () => withPlayer((player) => player.requestFullscreen()),
    exitFullScreen: () => withPlayer(() => (document.fullscreenElement ? document.exitFullscreen() : undefined)),
  };
}

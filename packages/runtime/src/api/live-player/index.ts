import type { LivePlayer, LivePlayerElement } from "../../components/live-player/live-player.js";
import type { Environment } from "../../kernel/environment.js";
import { asynchronous, buildMembers, synchronous } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { number, optional, required, string } from "../core/options.js";
import { pageNode } from "../core/page-node.js";

/** `tt.createLivePlayerContext`: drives the `live-player` of an id on the shown page, whenever it comes. */
export function livePlayerTopic(environment: Environment) {
  return {
    createLivePlayerContext: synchronous({
      call(playerId: unknown, _component?: unknown) {
        const id = required(string).read(playerId, "id");
        return { direction: 0, ...buildMembers(playerMembers(id), environment) };
      },
    }),
  };
}

function playerMembers(id: string) {
  const player = (): LivePlayer => {
    const found = pageNode<LivePlayerElement>(`tt-live-player[id="${CSS.escape(id)}"]`)?.lianmaiLivePlayer;
    if (found) return found;
    throw new ApiError(`there is no <live-player id="${id}"> on the shown page`, { errorType: "D" });
  };
  return {
    play: asynchronous({ run: () => player().play() }),
    stop: asynchronous({ run: () => player().stop() }),
    mute: asynchronous({ run: () => player().mute(true) }),
    unmute: asynchronous({ run: () => player().mute(false) }),
    requestFullScreen: asynchronous({
      options: { direction: optional(number, 0) },
      run: () => player().fullScreen(true),
    }),
    exitFullScreen: asynchronous({ run: () => player().fullScreen(false) }),
  };
}

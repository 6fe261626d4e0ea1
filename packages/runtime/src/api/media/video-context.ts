import { createVideoContext, type VideoContext } from "../../components/video/video-context.js";
import type { Environment } from "../../kernel/environment.js";
import { pageNode } from "../core/page-node.js";

/** The object of `tt.createVideoContext`: drives the `video` of that id on the shown page, whenever it comes. */
export function videoContextOf(environment: Environment, id: string): VideoContext {
  return createVideoContext(() => {
    const player = pageNode<HTMLVideoElement>(`tt-video[id="${CSS.escape(id)}"] video`);
    if (!player) environment.warn(`tt.createVideoContext: there is no <video id="${id}"> on the shown page.`);
    return player ?? undefined;
  }, environment.warn);
}

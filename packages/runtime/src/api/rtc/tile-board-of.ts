import type { Environment } from "../../kernel/environment.js";
import { TileBoard } from "./tiles.js";

const boards = new WeakMap<Environment, TileBoard>();

/** The one tile board of a running mini-program: where `<rtc-room>` and the sessions meet. */
export function tileBoardOf(environment: Environment): TileBoard {
  const board = boards.get(environment) ?? new TileBoard();
  boards.set(environment, board);
  return board;
}

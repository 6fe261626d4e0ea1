import { USUAL_FRAME_RATE } from "./shared-computer.js";

/** What a camera is asked for where the program does not say; the client's own defaults. */
export const USUAL = { width: 640, height: 480, frameRate: USUAL_FRAME_RATE } as const;

/** The number that a constraint asks for. */
export function numberOf(constraint: ConstrainULong | ConstrainDouble | undefined): number | undefined {
  if (typeof constraint === "number") return constraint;
  return constraint?.exact ?? constraint?.ideal ?? constraint?.max;
}

/** Frames a second of a camera where the program does not say: the client's own default. */
export const USUAL_FRAME_RATE = 15;

/**
 * Frames a second of one core: encoded, decoded and drawn beside the sound of as many calls. Measured by `bench phones`
 * on two cores without a graphics processor, where everything is drawn by them as well.
 */
const FRAMES_PER_CORE = 360;
/** Slower pictures look as if they stood still. */
const LEAST = 5;

/**
 * How many frames a second the cameras of phones that share a computer may give: every phone shows the pictures of all,
 * so their number goes up by its square.
 */
export function sharedFrameRate(phones: number, cores: number): number {
  return Math.max(LEAST, Math.floor((cores * FRAMES_PER_CORE) / Math.max(1, phones) ** 2));
}

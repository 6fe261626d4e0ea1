import type { PacketTime } from "@lianmai/runtime";

/** Frames a second of a camera where the program does not say: the client's own default. */
export const USUAL_FRAME_RATE = 15;

/**
 * Frames a second of one core: encoded, decoded and drawn beside the sound of as many calls. Measured by `bench phones`
 * on two slow cores without a graphics processor, where everything is drawn by them as well.
 */
const FRAMES_PER_CORE = 200;
/** Cameras hardly ever give more, and larger numbers only make the computer hot. */
export const MOST_FRAME_RATE = 30;
/** Slower pictures look as if they stood still. */
const LEAST_FRAME_RATE = 5;

/** Packets of sound a second of one core, each of which passes through four processes. Measured by `bench phones` too. */
const SOUND_PACKETS_PER_CORE = 1_000;
const PACKET_TIMES: readonly PacketTime[] = [20, 40, 60];

/** What one of the phones that share a computer may take of it. */
export interface ComputerShare {
  /** Frames a second that its camera gives at most, 5 to 30. */
  frameRate: number;
  /** Milliseconds of sound in a packet. */
  packetTime: PacketTime;
}

/** Every phone shows and hears all others, so what they take together goes up by the square of their number. */
export function computerShare(phones: number, cores: number): ComputerShare {
  const streams = Math.max(1, phones) ** 2;
  const packets = (time: PacketTime) => (streams * 1_000) / time;
  const frames = Math.floor((cores * FRAMES_PER_CORE) / streams);
  return {
    frameRate: Math.min(MOST_FRAME_RATE, Math.max(LEAST_FRAME_RATE, frames)),
    packetTime: PACKET_TIMES.find((time) => packets(time) <= cores * SOUND_PACKETS_PER_CORE) ?? 60,
  };
}

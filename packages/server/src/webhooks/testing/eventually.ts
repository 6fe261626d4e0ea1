import { expect } from "vitest";

/** `expect.poll` with a time limit for machines that do much else beside. */
export function eventually<T>(read: () => T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(read, { timeout: 10_000 });
}

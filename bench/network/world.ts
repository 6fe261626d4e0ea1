import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../../e2e/harness/root.js";

/** What a wire does to packets, each way. */
export interface Impairment {
  /** Percent of the packets. */
  loss?: number;
  /** Milliseconds; the jitter lengthens or shortens the delay of each packet, and their order stays. */
  delay?: number;
  jitter?: number;
  /** Bits per second; 0 for any. */
  rate?: number;
  /** Whether anything passes at all. */
  up?: boolean;
  /** About once a second all packets are held up, for so many milliseconds in the mean, as over the air. */
  stall?: number;
}

const CLEAN: Required<Impairment> = { loss: 0, delay: 0, jitter: 0, rate: 0, up: true, stall: 0 };

/** The server's address, the same from everywhere. */
export const SERVER = "10.203.0.1";
const PHONE = "10.203.1.2";
/** The phone's address on its other network. */
const PHONE_ELSEWHERE = "10.203.1.3";

/** Why this machine cannot be made into several hosts; undefined when it can. */
export function missingForWorld(): string | undefined {
  if (process.platform !== "linux") return "network namespaces are of Linux";
  if (process.getuid?.() !== 0) return "network namespaces need root";
  if (!existsSync("/dev/net/tun")) return "there is no /dev/net/tun";
  for (const program of ["ip", "python3"]) {
    try {
      execFileSync("sh", ["-c", `command -v ${program}`]);
    } catch {
      return `the program "${program}" is missing`;
    }
  }
  return undefined;
}

/**
 * Three hosts on one machine: the server, a desk beside it, and a phone behind a wire that does what it is told. They
 * exist until `close`.
 */
export class World {
  readonly server = `lianmai-server-${process.pid}`;
  readonly desk = `lianmai-desk-${process.pid}`;
  readonly phone = `lianmai-phone-${process.pid}`;
  #wire: ChildProcess | undefined;
  #waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];

  async open(): Promise<void> {
    for (const name of this.#names()) {
      ip("netns", "add", name);
      ip("-n", name, "link", "set", "lo", "up");
    }
    ip("-n", this.server, "addr", "add", `${SERVER}/32`, "dev", "lo");
    ip("link", "add", "desk0", "netns", this.desk, "type", "veth", "peer", "name", "desk1", "netns", this.server);
    ip("-n", this.desk, "addr", "add", "10.203.2.2/24", "dev", "desk0");
    ip("-n", this.server, "addr", "add", "10.203.2.1/24", "dev", "desk1");
    ip("-n", this.desk, "link", "set", "desk0", "up");
    ip("-n", this.server, "link", "set", "desk1", "up");
    ip("-n", this.desk, "route", "add", "default", "via", "10.203.2.1");

    const script = join(root, "bench", "network", "wire.py");
    const wire = spawn("python3", [script, this.phone, `${PHONE}/24`, this.server, "10.203.1.1/24"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#wire = wire;
    wire.once("exit", () => {
      for (const { reject } of this.#waiting.splice(0)) {
        reject(new Error("the wire broke: bench/network/wire.py ended"));
      }
    });
    createInterface({ input: wire.stdout }).on("line", () => this.#waiting.shift()?.resolve());
    await this.#answer();
    ip("-n", this.phone, "route", "add", "default", "via", "10.203.1.1");
  }

  /** Makes the wire clean but for this. */
  async impair(impairment: Impairment): Promise<void> {
    this.#wire?.stdin?.write(`${JSON.stringify({ ...CLEAN, ...impairment })}\n`);
    await this.#answer();
  }

  /** Moves the phone to another network: its old address is gone at once, the new one is there at once. */
  moveThePhone(): void {
    // An address that is removed takes further ones of its subnet along, unless they have a subnet of their own.
    ip("-n", this.phone, "addr", "add", `${PHONE_ELSEWHERE}/32`, "dev", "wire0");
    ip("-n", this.phone, "addr", "del", `${PHONE}/24`, "dev", "wire0");
    ip("-n", this.phone, "route", "replace", "default", "dev", "wire0", "src", PHONE_ELSEWHERE);
  }

  close(): void {
    this.#wire?.kill("SIGKILL");
    for (const name of this.#names()) {
      try {
        execFileSync("ip", ["netns", "del", name], { stdio: "ignore" });
      } catch {
        // It was never made.
      }
    }
  }

  #names(): string[] {
    return [this.server, this.desk, this.phone];
  }

  #answer(): Promise<void> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }
}

function ip(...args: string[]): void {
  execFileSync("ip", args, { stdio: ["ignore", "inherit", "inherit"] });
}

import { Counter, Gauge, type Registry } from "prom-client";
import type { SignalingServer } from "../../signaling/signaling-server.js";

/** Sockets of clients, and what became of them. */
export function measureSignaling(registry: Registry, signaling: SignalingServer): void {
  const registers = [registry];
  new Gauge({
    name: "lianmai_sockets",
    help: "Open sockets of clients",
    registers,
    collect() {
      this.set(signaling.socketCount);
    },
  });
  const refused = new Counter({
    name: "lianmai_sockets_refused_total",
    help: "Sockets that were refused by a limit",
    labelNames: ["limit"],
    registers,
  });
  const closed = new Counter({
    name: "lianmai_sockets_closed_total",
    help: "Sockets of clients that ended, by close code",
    labelNames: ["code"],
    registers,
  });
  const resumes = new Counter({
    name: "lianmai_resumes_total",
    help: "Sessions that clients took up again, or wanted to",
    labelNames: ["outcome", "reason"],
    registers,
  });
  signaling.events.on("socketRefused", (limit) => refused.inc({ limit }));
  signaling.events.on("socketClosed", (code) => closed.inc({ code: String(code) }));
  signaling.events.on("resumeEnded", (error) => {
    resumes.inc({ outcome: error === undefined ? "ok" : "refused", reason: error?.reason ?? "" });
  });
}

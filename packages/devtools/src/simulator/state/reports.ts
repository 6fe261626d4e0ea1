import type { SourcePositions } from "@lianmai/compiler/positions";
import type { HostReport } from "@lianmai/runtime";
import { formatValue, formatValues } from "@lianmai/runtime";
import { positionIn, readableStack } from "./bundle-positions.js";
import { CallStatsLog } from "./call-stats.js";
import { Log } from "./log.js";

export type ConsoleLevel = "debug" | "log" | "info" | "warn" | "error";

export interface ConsoleEntry {
  readonly key: number;
  /** User id of the phone; empty for what the compiler says, of a place in the sources, and the simulator, of none. */
  phone: string;
  /** Unix time in milliseconds. */
  time: number;
  level: ConsoleLevel;
  text: string;
  /** `file:line:column` in the sources. */
  position?: string;
  /** Text and place as they were reported, before source maps: by it a repeated line is known. */
  raw: string;
  /** How often in a row the phone said the same. */
  count: number;
}

export interface NetworkEntry {
  readonly key: number;
  phone: string;
  time: number;
  /** `WS` for a socket. */
  method: string;
  url: string;
  statusCode?: number;
  /** Milliseconds; absent while the request is under way. */
  duration?: number;
  error?: string;
  requestHeaders?: Record<string, string>;
  requestBody?: string;
  responseHeaders?: Record<string, string>;
  responseBody?: string;
  /** Of a socket. */
  socket?: SocketEntry;
}

export interface SocketEntry {
  phase: "connecting" | "open" | "closed" | "failed";
  sent: number;
  received: number;
  /** The last ones, oldest first. */
  messages: readonly { key: number; time: number; direction: "sent" | "received"; size: number; text?: string }[];
  /** Why it closed or failed. */
  reason?: string;
}

/** Messages of one socket that are kept. */
const MESSAGES_KEPT = 100;

export interface CallEntry {
  readonly key: number;
  phone: string;
  time: number;
  /** When the outcome was known; absent for events and for calls under way. */
  ended?: number;
  /** Method or event, as in the public API. */
  name: string;
  outcome: "pending" | "success" | "fail" | "event";
  /** Arguments of a call or data of an event, as text. */
  detail: string;
  /** How often in a row the phone said the same; absent for once. */
  count?: number;
  /** Why a call failed, or what an event complains of, in words. */
  reason?: string;
}

/** What all phones report, as the panels show it. */
export class Reports {
  readonly console = new Log<ConsoleEntry>();
  readonly network = new Log<NetworkEntry>();
  readonly calls = new Log<CallEntry>();
  readonly stats = new CallStatsLog();
  /** Entries that wait for their end, by phone and number. */
  readonly #open = new Map<string, number>();

  /**
   * @param positions Leads places in the bundle that the phone runs back to the sources.
   * @param now Unix time in milliseconds.
   */
  take(
    phone: string,
    report: HostReport,
    positions: Promise<SourcePositions | undefined> = Promise.resolve(undefined),
    now = Date.now(),
  ): void {
    if (report.kind === "console") {
      this.#print({ phone, time: now, level: report.level, text: formatValues(report.args) }, report, positions);
    } else if (report.kind === "error") {
      const text = report.stack?.includes(report.message) ? report.stack : report.message;
      this.#print({ phone, time: now, level: "error", text }, report, positions);
    } else if (report.kind === "request") this.#takeRequest(phone, report, now);
    else if (report.kind === "socket") this.#takeSocket(phone, report, now);
    else if (report.kind === "rtc") this.#takeCall(phone, report, now);
    else if (report.kind === "rtcStats")
      this.stats.add(phone, { time: now, userId: report.userId, stats: report.stats });
  }

  /** Everything of a phone goes, because it comes again. */
  forget(phone: string): void {
    this.end(phone);
    this.stats.remove(phone);
    for (const log of [this.console, this.network, this.calls]) log.remove((entry) => entry.phone === phone);
  }

  /** Adds a line to the console as it is. */
  say(line: Omit<ConsoleEntry, "key" | "count" | "raw">): void {
    this.#say({ ...line, raw: `${line.position ?? ""} ${line.text}` });
  }

  #print(
    line: Pick<ConsoleEntry, "phone" | "time" | "level" | "text">,
    { stack = "", position }: { stack?: string; position?: string },
    positions: Promise<SourcePositions | undefined>,
  ): void {
    const raw = `${stack} ${line.text}`;
    const key = this.#say({ ...line, raw, ...(position === undefined ? {} : { position }) });
    if (key === undefined || position !== undefined) return;
    void positions.then((known) => {
      if (!known) return;
      const place = positionIn(stack, known);
      this.console.change(key, {
        text: readableStack(line.text, known),
        ...(place === undefined ? {} : { position: place }),
      });
    });
  }

  /** @returns The key of the new line; none where it is the last one again, which only counts up. */
  #say(line: Omit<ConsoleEntry, "key" | "count">): number | undefined {
    const last = this.console.last();
    const again = last?.phone === line.phone && last.level === line.level && last.raw === line.raw;
    if (!again) return this.console.add({ ...line, count: 1 });
    this.console.change(last.key, { count: last.count + 1, time: line.time });
    return undefined;
  }

  /** A phone starts anew or is closed: nothing of it that is open will end. */
  end(phone: string): void {
    for (const name of [...this.#open.keys()]) if (name.startsWith(`${phone} `)) this.#open.delete(name);
  }

  #takeRequest(phone: string, report: Extract<HostReport, { kind: "request" }>, now: number): void {
    const name = `${phone} request ${report.id}`;
    if (report.phase === "start") {
      this.#open.set(
        name,
        this.network.add({
          phone,
          time: now,
          method: report.method,
          url: report.url,
          ...(report.headers ? { requestHeaders: report.headers } : {}),
          ...(report.body === undefined ? {} : { requestBody: report.body }),
        }),
      );
      return;
    }
    const key = this.#open.get(name);
    if (key === undefined) return;
    this.#open.delete(name);
    this.network.change(key, {
      duration: report.duration ?? 0,
      ...(report.statusCode === undefined ? {} : { statusCode: report.statusCode }),
      ...(report.error === undefined ? {} : { error: report.error }),
      ...(report.headers ? { responseHeaders: report.headers } : {}),
      ...(report.body === undefined ? {} : { responseBody: report.body }),
    });
  }

  #takeSocket(phone: string, report: Extract<HostReport, { kind: "socket" }>, now: number): void {
    const name = `${phone} socket ${report.id}`;
    if (report.phase === "connecting") {
      const socket: SocketEntry = { phase: "connecting", sent: 0, received: 0, messages: [] };
      this.#open.set(name, this.network.add({ phone, time: now, method: "WS", url: report.url, socket }));
      return;
    }
    const key = this.#open.get(name);
    const entry = key === undefined ? undefined : this.network.find(key);
    if (key === undefined || !entry?.socket) return;
    const { phase, size = 0, text } = report;
    if (phase === "sent" || phase === "received") {
      const last = entry.socket.messages.at(-1)?.key ?? 0;
      const message = { key: last + 1, time: now, direction: phase, size, ...(text === undefined ? {} : { text }) };
      const messages = [...entry.socket.messages, message].slice(-MESSAGES_KEPT);
      this.network.change(key, { socket: { ...entry.socket, messages, [phase]: entry.socket[phase] + 1 } });
    } else if (phase === "open") this.network.change(key, { socket: { ...entry.socket, phase } });
    else {
      // A failure is followed by a close, which says less.
      const failed = phase === "failed" || entry.socket.phase === "failed";
      const reason = entry.socket.reason ?? text;
      this.network.change(key, {
        duration: now - entry.time,
        socket: { ...entry.socket, phase: failed ? "failed" : "closed", ...(reason ? { reason } : {}) },
        ...(failed && reason ? { error: reason } : {}),
      });
      if (phase === "closed") this.#open.delete(name);
    }
  }

  #takeCall(phone: string, report: Extract<HostReport, { kind: "rtc" }>, now: number): void {
    const detail = report.detail === undefined ? "" : formatValue(report.detail);
    const reason = reasonOf(report.detail);
    const name = `${phone} rtc ${report.id}`;
    if (report.phase === "success" || report.phase === "fail") {
      const key = report.id === undefined ? undefined : this.#open.get(name);
      const end = {
        outcome: report.phase,
        ended: now,
        ...(report.phase === "fail" ? { reason: reason ?? detail } : {}),
      };
      if (key === undefined) this.calls.add({ phone, time: now, name: report.name, detail, ...end });
      else this.calls.change(key, end);
      this.#open.delete(name);
      return;
    }
    const last = this.calls.last();
    const again = report.phase === "call" && report.id === undefined && last?.phone === phone;
    if (again && last.name === report.name && last.detail === detail) {
      this.calls.change(last.key, { count: (last.count ?? 1) + 1 });
      return;
    }
    // A call without a number has no outcome to wait for: it returned at once.
    const key = this.calls.add({
      phone,
      time: now,
      name: report.name,
      outcome: report.phase === "event" ? "event" : report.id === undefined ? "success" : "pending",
      detail,
      ...(report.phase === "event" && reason ? { reason } : {}),
    });
    if (report.phase === "call" && report.id !== undefined) this.#open.set(name, key);
  }
}

/** `errNo` and `errMsg` of a failure, or of an event that tells of one; `errNo` 0 is none. */
function reasonOf(detail: unknown): string | undefined {
  if (typeof detail !== "object" || detail === null) return undefined;
  const { errNo, errMsg, message } = detail as { errNo?: unknown; errMsg?: unknown; message?: unknown };
  if (errNo === 0) return undefined;
  const words = typeof errMsg === "string" ? errMsg : typeof message === "string" ? message : "";
  return [errNo, words].filter(Boolean).join(" ") || undefined;
}

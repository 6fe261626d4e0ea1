import type { HostReport } from "@lianmai/runtime";
import { formatValue, formatValues } from "./format-value.js";
import { Log } from "./log.js";

export type ConsoleLevel = "debug" | "log" | "info" | "warn" | "error";

export interface ConsoleEntry {
  readonly key: number;
  /** User id of the phone; empty for what the compiler says. */
  phone: string;
  /** Unix time in milliseconds. */
  time: number;
  level: ConsoleLevel;
  text: string;
  /** `file:line:column` in the sources. */
  position?: string;
  /** How often in a row the phone said the same. */
  count: number;
}

export interface NetworkEntry {
  readonly key: number;
  phone: string;
  time: number;
  method: string;
  url: string;
  statusCode?: number;
  /** Milliseconds; absent while the request is under way. */
  duration?: number;
  error?: string;
}

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
  /** Why a call failed, or what an event complains of, in words. */
  reason?: string;
}

/** What all phones report, as the panels show it. */
export class Reports {
  readonly console = new Log<ConsoleEntry>();
  readonly network = new Log<NetworkEntry>();
  readonly calls = new Log<CallEntry>();
  /** Entries that wait for their end, by phone and number. */
  readonly #open = new Map<string, number>();

  /** @param now Unix time in milliseconds. */
  take(phone: string, report: HostReport, now = Date.now()): void {
    if (report.kind === "console") {
      this.say({ phone, time: now, level: report.level, text: formatValues(report.args), ...positionOf(report) });
    } else if (report.kind === "error") {
      const text = report.stack?.includes(report.message) ? report.stack : report.message;
      this.say({ phone, time: now, level: "error", text, ...positionOf(report) });
    } else if (report.kind === "request") this.#takeRequest(phone, report, now);
    else if (report.kind === "rtc") this.#takeCall(phone, report, now);
  }

  /** Adds a line to the console; the same line again only counts up. */
  say(line: Omit<ConsoleEntry, "key" | "count">): void {
    const last = this.console.last();
    const again =
      last !== undefined &&
      last.phone === line.phone &&
      last.level === line.level &&
      last.text === line.text &&
      last.position === line.position;
    if (again) this.console.change(last.key, { count: last.count + 1, time: line.time });
    else this.console.add({ ...line, count: 1 });
  }

  /** A phone starts anew or is closed: nothing of it that is open will end. */
  end(phone: string): void {
    for (const name of [...this.#open.keys()]) if (name.startsWith(`${phone} `)) this.#open.delete(name);
  }

  #takeRequest(phone: string, report: Extract<HostReport, { kind: "request" }>, now: number): void {
    const name = `${phone} request ${report.id}`;
    if (report.phase === "start") {
      this.#open.set(name, this.network.add({ phone, time: now, method: report.method, url: report.url }));
      return;
    }
    const key = this.#open.get(name);
    if (key === undefined) return;
    this.#open.delete(name);
    this.network.change(key, {
      duration: report.duration ?? 0,
      ...(report.statusCode === undefined ? {} : { statusCode: report.statusCode }),
      ...(report.error === undefined ? {} : { error: report.error }),
    });
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

function positionOf(report: { position?: string }): { position?: string } {
  return report.position === undefined ? {} : { position: report.position };
}

/** `errNo` and `errMsg` of a failure, or of an event that tells of one; `errNo` 0 is none. */
function reasonOf(detail: unknown): string | undefined {
  if (typeof detail !== "object" || detail === null) return undefined;
  const { errNo, errMsg, message } = detail as { errNo?: unknown; errMsg?: unknown; message?: unknown };
  if (errNo === 0) return undefined;
  const words = typeof errMsg === "string" ? errMsg : typeof message === "string" ? message : "";
  return [errNo, words].filter(Boolean).join(" ") || undefined;
}

/**
 * Remote debugging: what a real phone and the panels on the desktop say to each other through the dev server. The
 * server keeps what phones said last and passes everything else on.
 */
import type { HostReport } from "../../host.js";
import type { PhoneControl, PhoneState } from "../control.js";

/** WebSocket of the dev server for both sides: `?role=phone` and `?role=desk`. */
export const DEBUG_PATH = "/__dev/debug";

/** What a real phone is known by. */
export interface RemoteDevice {
  /** Of this phone and this page on it; a reload of the page keeps it. */
  id: string;
  /** Who uses it, as `tt.login` knows the account. */
  user: { id: string; name: string; color: string };
  /** `iPhone`, `Pixel 7`. */
  model: string;
  /** `iOS 17.4`, `Android 14`. */
  system: string;
  /** CSS pixels. */
  width: number;
  height: number;
}

/** A report as it travels: its values are plain data. */
export type RemoteReport = HostReport;

export type FromPhone =
  /** First on every connection; reports since the page was opened that no server has had yet follow. */
  | { type: "hello"; device: RemoteDevice; state: PhoneState }
  | { type: "report"; report: RemoteReport }
  | { type: "state"; state: Partial<PhoneState> }
  /** Tree or data may be others than before. */
  | { type: "inspected" }
  /** To the command of this number. */
  | { type: "answer"; id: number; value?: unknown; error?: string };

export type ToPhone = { type: "command"; id: number; method: keyof PhoneControl; parameters: unknown[] };

/** A phone as the server tells the desktop of it. */
export interface RemotePhoneInfo {
  device: RemoteDevice;
  state: PhoneState;
  connected: boolean;
  /** Unix time in milliseconds at which `connected` became what it is. */
  since: number;
}

export type ToDesk =
  /** First on every connection: all phones of this run of the server, with what they reported lately. */
  | { type: "phones"; phones: (RemotePhoneInfo & { reports: TimedReport[] })[] }
  /** A phone came, came back or went away. */
  | { type: "phone"; phone: RemotePhoneInfo }
  | { type: "report"; phone: string; report: TimedReport }
  | { type: "state"; phone: string; state: Partial<PhoneState> }
  | { type: "inspected"; phone: string }
  | { type: "answer"; phone: string; id: number; value?: unknown; error?: string }
  /** A phone that is gone was taken off the list. */
  | { type: "forgotten"; phone: string };

/** By the server's clock, so that phones whose clocks differ share one time line. */
export interface TimedReport {
  /** Unix time in milliseconds. */
  time: number;
  report: RemoteReport;
}

export type FromDesk =
  | { type: "command"; phone: string; id: number; method: keyof PhoneControl; parameters: unknown[] }
  /** Takes a phone that is not connected off the list. */
  | { type: "forget"; phone: string };

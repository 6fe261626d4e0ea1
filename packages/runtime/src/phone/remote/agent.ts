import type { HostReport } from "../../host.js";
import { CONTROL_METHODS, LocalControl, type PhoneControl, type PhoneState } from "../control.js";
import type { Phone } from "../phone.js";
import { DEBUG_PATH, type FromPhone, type RemoteDevice, type ToPhone } from "./messages.js";
import { plainReport } from "./plain-report.js";

/** Milliseconds until a lost connection is tried again. */
const RETRY_DELAY = 2_000;
/** Reports that wait for a connection; older ones are left out. */
const WAITING_LIMIT = 500;
/** Bytes that may wait in the socket: a phone with a bad network drops reports rather than memory. */
const BACKLOG_LIMIT = 4 * 1024 * 1024;

/** Sends what happens on a real phone to the panels on the desktop, and does what they ask for. */
export class DebugAgent {
  readonly #device: () => RemoteDevice;
  readonly #control: LocalControl;
  readonly #origin: string;
  #state: PhoneState = { phase: "starting", page: "", storage: [], permissions: [] };
  #socket: WebSocket | undefined;
  #waiting: FromPhone[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /**
   * @param device Asked on each connection: a phone may have been turned.
   * @param origin Of the dev server, `wss://192.168.1.2:8443`.
   */
  constructor(phone: Phone, device: () => RemoteDevice, origin: string) {
    this.#device = device;
    this.#origin = origin;
    this.#control = new LocalControl(phone, {
      state: (state) => {
        this.#state = { ...this.#state, ...state };
        if (this.#isOpen) this.#send({ type: "state", state });
      },
      inspected: () => {
        if (this.#isOpen) this.#send({ type: "inspected" });
      },
    });
    phone.on("report", (report) => this.#report(report));
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.close();
  }

  get #isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  #connect(): void {
    const device = this.#device();
    const socket = new WebSocket(`${this.#origin}${DEBUG_PATH}?role=phone`);
    this.#socket = socket;
    socket.onopen = () => {
      this.#send({ type: "hello", device, state: this.#state });
      for (const message of this.#waiting.splice(0)) this.#send(message);
    };
    socket.onmessage = ({ data }) => void this.#obey(JSON.parse(String(data)) as ToPhone);
    socket.onclose = () => {
      // Nobody looks any more: what was marked or waited for a choice goes away.
      void this.#control.stopPicking().catch(() => undefined);
      if (!this.#closed) this.#retry = setTimeout(() => this.#connect(), RETRY_DELAY);
    };
  }

  #report(report: HostReport): void {
    const message: FromPhone = { type: "report", report: plainReport(report) };
    if (this.#isOpen) this.#send(message);
    else {
      this.#waiting.push(message);
      if (this.#waiting.length > WAITING_LIMIT) this.#waiting.shift();
    }
  }

  async #obey({ id, method, parameters }: ToPhone): Promise<void> {
    try {
      // The wire carries any word; only these are methods of a control.
      if (!CONTROL_METHODS.includes(method)) throw new Error(`this phone knows no command "${String(method)}"`);
      const run = this.#control[method] as (...parameters: unknown[]) => ReturnType<PhoneControl[typeof method]>;
      const value = await run.apply(this.#control, parameters);
      this.#send({ type: "answer", id, value });
    } catch (error) {
      this.#send({ type: "answer", id, error: error instanceof Error ? error.message : String(error) });
    }
  }

  #send(message: FromPhone): void {
    const socket = this.#socket;
    if (!socket || socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > BACKLOG_LIMIT && message.type === "report") return;
    socket.send(JSON.stringify(message));
  }
}

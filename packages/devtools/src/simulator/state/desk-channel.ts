import type { PhoneControl, ToDesk } from "@lianmai/runtime";
import { EventEmitter } from "eventemitter3";
import { DEV_PATHS, type DeskMessage } from "../../messages.js";

const FIRST_RETRY = 300;
const LONGEST_RETRY = 3_000;

interface DeskChannelEvents {
  /** The line stands: what the server has to know of this page must be said again. */
  open: [];
  message: [message: Exclude<ToDesk, { type: "answer" }>];
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The page's line to the real phones, and to the networks of its own. It connects anew by itself. */
export class DeskChannel extends EventEmitter<DeskChannelEvents> {
  readonly #pending = new Map<number, Pending>();
  #socket: WebSocket | undefined;
  #lastCommand = 0;
  #retry = FIRST_RETRY;

  open(): void {
    const url = new URL(DEV_PATHS.debug, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    url.search = "?role=desk";
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#retry = FIRST_RETRY;
      this.emit("open");
    };
    socket.onmessage = ({ data }) => this.#heard(JSON.parse(String(data)) as ToDesk);
    socket.onclose = () => {
      for (const { reject } of this.#pending.values()) reject(new Error("the dev server is gone"));
      this.#pending.clear();
      setTimeout(() => this.open(), this.#retry);
      this.#retry = Math.min(this.#retry * 2, LONGEST_RETRY);
    };
  }

  /** Says something where there is somebody to hear it. */
  say(message: DeskMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Asks a real phone to do something; rejects with the reason in words. */
  command(phone: string, method: keyof PhoneControl, parameters: unknown[]): Promise<unknown> {
    const id = ++this.#lastCommand;
    return new Promise((resolve, reject) => {
      if (this.#socket?.readyState !== WebSocket.OPEN) {
        reject(new Error("the dev server is gone"));
        return;
      }
      this.#pending.set(id, { resolve, reject });
      this.say({ type: "command", phone, id, method, parameters });
    });
  }

  #heard(message: ToDesk): void {
    if (message.type !== "answer") {
      this.emit("message", message);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.error === undefined) pending?.resolve(message.value);
    else pending?.reject(new Error(message.error));
  }
}

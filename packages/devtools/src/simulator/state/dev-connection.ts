import { EventEmitter } from "eventemitter3";
import { type CompiledMessage, type CompileState, DEV_PATHS, type DevInfo, type DevMessage } from "../../messages.js";
import { Store } from "./store.js";

const FIRST_RETRY = 300;
const LONGEST_RETRY = 3_000;

interface DevConnectionEvents {
  compiled: [message: CompiledMessage];
}

/** The page's line to the dev server. It connects anew by itself for as long as the page is open. */
export class DevConnection extends EventEmitter<DevConnectionEvents> {
  /** Undefined until the server has spoken for the first time. */
  readonly state = new Store<CompileState | undefined>(undefined);
  readonly info = new Store<DevInfo | undefined>(undefined);
  readonly connected = new Store(true);
  #retry = FIRST_RETRY;

  /** Connects. What the server says is in the stores and events. */
  open(): void {
    const url = new URL(DEV_PATHS.events, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    socket.onopen = () => {
      this.#retry = FIRST_RETRY;
      this.connected.set(true);
    };
    socket.onmessage = (event) => void this.#heard(JSON.parse(String(event.data)) as DevMessage);
    socket.onclose = () => {
      this.connected.set(false);
      setTimeout(() => void this.#reopen(), this.#retry);
      this.#retry = Math.min(this.#retry * 2, LONGEST_RETRY);
    };
  }

  async #reopen(): Promise<void> {
    // A server that was started again has a new secret; asking for the page brings its cookie.
    await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => undefined);
    this.open();
  }

  async #heard(message: DevMessage): Promise<void> {
    const { hash } = message.state;
    const isNew = hash !== undefined && hash !== this.state.get()?.hash;
    // Project name and pages may decide how phones start, so they come first; what runs goes on without them.
    const isPatch = message.change !== undefined && message.change.change.kind !== "reload";
    if (!this.info.get() || (isNew && !isPatch)) await this.#readInfo();
    this.state.set(message.state);
    this.emit("compiled", message);
  }

  async #readInfo(): Promise<void> {
    const answer = await fetch(DEV_PATHS.info, { cache: "no-store" }).catch(() => undefined);
    if (answer?.ok) this.info.set((await answer.json()) as DevInfo);
  }
}

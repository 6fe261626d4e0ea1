import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { FromPhone, RemotePhoneInfo, TimedReport, ToDesk, ToPhone } from "@lianmai/runtime";
import { type WebSocket, WebSocketServer } from "ws";
import type { DeskMessage } from "../messages.js";
import { readProfile } from "../network-profile.js";
import type { PhoneNetworks } from "./network/phone-network.js";

/** Reports of one phone that a desktop sees which comes later. */
const REPORTS_KEPT = 500;
/** Statistics among them: five minutes of a call. */
const STATS_KEPT = 150;
/** Phones known at once; those that went away first are forgotten first. */
const PHONES_KEPT = 50;
const MESSAGE_LIMIT = 16 * 1024 * 1024;
/** Bytes that may wait for a page that does not read. */
const BACKLOG_LIMIT = 64 * 1024 * 1024;
/** Milliseconds between two looks whether the pages are still there: a phone that is put away says nothing. */
const PING_INTERVAL = 10_000;
/** Milliseconds that the network of a simulated phone is kept for its page to come back: calls go on meanwhile. */
const RELEASE_DELAY = 60_000;

interface KnownPhone {
  info: RemotePhoneInfo;
  reports: TimedReport[];
  socket: WebSocket | undefined;
}

/**
 * Stands between real phones and the panels on the desktop: keeps what phones reported lately, tells every desktop of
 * every phone, and brings commands to a phone and its answers back to the desktop that asked.
 */
export class DebugHub {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_LIMIT });
  readonly #phones = new Map<string, KnownPhone>();
  readonly #desks = new Set<WebSocket>();
  /** Who waits for an answer, by the number that the phone was given. */
  readonly #asked = new Map<number, { desk: WebSocket; id: number; phone: string }>();
  readonly #networks: PhoneNetworks;
  readonly #silent = new WeakSet<WebSocket>();
  /** Networks of simulated phones whose page is away. */
  readonly #releases = new Map<string, NodeJS.Timeout>();
  readonly #ping: NodeJS.Timeout;
  #lastCommand = 0;

  /** @param networks Of the simulated phones; the desktop that they stand on says how bad they are. */
  constructor(networks: PhoneNetworks) {
    this.#networks = networks;
    this.#ping = setInterval(() => this.#look(), PING_INTERVAL);
    this.#ping.unref();
  }

  /** Takes over a socket that asked for the hub; the caller has made sure that it comes from a page of ours. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const role = new URL(request.url ?? "/", "http://localhost").searchParams.get("role");
    if (role !== "phone" && role !== "desk") {
      socket.end("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (page) => {
      page.on("error", () => page.terminate());
      page.on("pong", () => this.#silent.delete(page));
      if (role === "phone") this.#acceptPhone(page);
      else this.#acceptDesk(page);
    });
  }

  close(): void {
    clearInterval(this.#ping);
    for (const timer of this.#releases.values()) clearTimeout(timer);
    for (const page of this.#server.clients) page.close(1001, "the dev server stops");
    this.#server.close();
  }

  #acceptPhone(page: WebSocket): void {
    let phone: KnownPhone | undefined;
    page.on("message", (data) => {
      const message = parse<FromPhone>(String(data));
      if (message?.type === "hello") phone = this.#welcome(page, message);
      else if (message && phone) this.#heard(phone, message);
      else page.close(1008, "a phone says hello first, and speaks JSON");
    });
    page.on("close", () => {
      if (!phone || phone.socket !== page) return;
      phone.socket = undefined;
      phone.info = { ...phone.info, connected: false, since: Date.now() };
      this.#tell({ type: "phone", phone: phone.info });
      this.#failCommands(phone.info.device.id);
    });
  }

  #welcome(page: WebSocket, { device, state }: Extract<FromPhone, { type: "hello" }>): KnownPhone {
    const before = this.#phones.get(device.id);
    // A phone whose network changed comes back before its old connection is known to be dead.
    before?.socket?.terminate();
    const phone: KnownPhone = {
      info: { device, state, connected: true, since: Date.now() },
      reports: before?.reports ?? [],
      socket: page,
    };
    this.#phones.set(device.id, phone);
    this.#tell({ type: "phone", phone: phone.info });
    const [gone] = [...this.#phones.values()].filter(({ socket }) => !socket);
    if (this.#phones.size > PHONES_KEPT && gone) this.#forget(gone.info.device.id);
    return phone;
  }

  #heard(phone: KnownPhone, message: Exclude<FromPhone, { type: "hello" }>): void {
    const id = phone.info.device.id;
    if (message.type === "report") {
      const report = { time: Date.now(), report: message.report };
      keep(phone.reports, report);
      this.#tell({ type: "report", phone: id, report });
    } else if (message.type === "state") {
      phone.info = { ...phone.info, state: { ...phone.info.state, ...message.state } };
      this.#tell({ type: "state", phone: id, state: message.state });
    } else if (message.type === "inspected") this.#tell({ type: "inspected", phone: id });
    else if (message.type === "answer") {
      const asked = this.#asked.get(message.id);
      if (asked?.phone !== id) return;
      this.#asked.delete(message.id);
      send(asked.desk, { ...message, id: asked.id, phone: id });
    }
  }

  #acceptDesk(page: WebSocket): void {
    this.#desks.add(page);
    /** The simulated phones that stand in this page. */
    const simulated = new Set<string>();
    const phones = [...this.#phones.values()].map(({ info, reports }) => ({ ...info, reports }));
    send(page, { type: "phones", phones });
    page.on("message", (data) => {
      const message = parse<DeskMessage>(String(data));
      if (message?.type === "command") this.#command(page, message);
      else if (message?.type === "network") {
        simulated.add(message.phone);
        clearTimeout(this.#releases.get(message.phone));
        this.#networks.of(message.phone).profile = readProfile(message.profile);
      } else if (message?.type === "closed") {
        simulated.delete(message.phone);
        this.#networks.release(message.phone);
      } else if (message?.type === "forget" && !this.#phones.get(message.phone)?.socket) this.#forget(message.phone);
    });
    page.on("close", () => {
      this.#desks.delete(page);
      // The phones of the page are gone with it, unless it only lost its connection and tells of them again.
      for (const phone of simulated) this.#releaseLater(phone);
    });
  }

  #command(desk: WebSocket, { id, phone, method, parameters }: Extract<DeskMessage, { type: "command" }>): void {
    const socket = this.#phones.get(phone)?.socket;
    if (!socket) {
      send(desk, { type: "answer", phone, id, error: NOT_CONNECTED });
      return;
    }
    const number = ++this.#lastCommand;
    this.#asked.set(number, { desk, id, phone });
    const command: ToPhone = { type: "command", id: number, method, parameters };
    socket.send(JSON.stringify(command));
  }

  #failCommands(phone: string): void {
    for (const [number, asked] of this.#asked) {
      if (asked.phone !== phone) continue;
      this.#asked.delete(number);
      send(asked.desk, { type: "answer", phone, id: asked.id, error: NOT_CONNECTED });
    }
  }

  #releaseLater(phone: string): void {
    clearTimeout(this.#releases.get(phone));
    const timer = setTimeout(() => {
      this.#releases.delete(phone);
      this.#networks.release(phone);
    }, RELEASE_DELAY);
    timer.unref();
    this.#releases.set(phone, timer);
  }

  #forget(phone: string): void {
    if (this.#phones.delete(phone)) this.#tell({ type: "forgotten", phone });
  }

  #tell(message: ToDesk): void {
    for (const desk of this.#desks) send(desk, message);
  }

  #look(): void {
    for (const page of this.#server.clients) {
      if (this.#silent.has(page)) page.terminate();
      else {
        this.#silent.add(page);
        page.ping();
      }
    }
  }
}

/** Keeps the latest reports, so that statistics, which come all the time, leave room for everything else. */
function keep(reports: TimedReport[], latest: TimedReport): void {
  const { kind } = latest.report;
  // Data changes all the time, and is asked for by whoever looks.
  if (kind === "data") return;
  reports.push(latest);
  const isStats = ({ report }: TimedReport) => report.kind === "rtcStats";
  if (kind === "rtcStats" && reports.filter(isStats).length > STATS_KEPT) reports.splice(reports.findIndex(isStats), 1);
  if (reports.length > REPORTS_KEPT) reports.shift();
}

const NOT_CONNECTED = "手机没有连接，请在手机上打开小程序页面。The phone is not connected: open the page on it.";

function send(page: WebSocket, message: ToDesk): void {
  if (page.bufferedAmount > BACKLOG_LIMIT) page.terminate();
  else if (page.readyState === page.OPEN) page.send(JSON.stringify(message));
}

function parse<T>(text: string): T | undefined {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === "object" && message !== null ? (message as T) : undefined;
  } catch {
    return undefined;
  }
}

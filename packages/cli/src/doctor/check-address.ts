import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { BlockList, connect, isIP } from "node:net";
import { isLoopback } from "../dev/addresses.js";
import { say } from "../terminal/language.js";
import { type Finding, ok, problem, warning } from "./finding.js";

/** How long a packet to ourselves may take, in milliseconds; it is sent again several times meanwhile. */
const PATIENCE = 2_000;
const REPEAT = 200;

export interface AddressQuestion {
  /** Where the service listens. */
  host: string;
  /** The setting media.announce. */
  announce: string | null;
  /** Addresses that media comes in on. */
  listening: readonly string[];
  mediaPort: number;
  /** Whether the service holds the media port. */
  running: boolean;
}

/** Whether clients can reach the address that they are told. */
export async function checkAnnounced(question: AddressQuestion): Promise<Finding> {
  const { host, announce, listening } = question;
  if (announce === null && isLoopback(host)) {
    return ok(say("只限本机使用", "for this machine alone"));
  }
  if (announce === null) {
    const outside = listening.filter((address) => !isLoopback(address));
    if (outside.some((address) => !isPrivate(address))) {
      return ok(
        say(`客户端会得到公网地址 ${outside.join("、")}`, `clients are told ${outside.join(", ")}, a public address`),
      );
    }
    return warning(
      say(
        `客户端只会得到内网地址 ${outside.join("、") || "（无）"}`,
        `clients are told private addresses only: ${outside.join(", ") || "none"}`,
      ),
      say(
        "互联网上的客户端需要 media.announce 设为公网地址，并在路由器上转发媒体端口；只在内网使用则无需改动",
        "For clients on the internet set media.announce to the public address and forward the media ports to this machine; for a private network alone nothing is to be done",
      ),
    );
  }
  const address = await resolve(announce);
  if (address === undefined) {
    return problem(
      say(
        `media.announce 的 ${announce} 解析不到地址`,
        `media.announce is ${announce}, which has no address in the DNS`,
      ),
      say("改正名称，或直接填 IP 地址", "Mend the name, or put the IP address in its place"),
    );
  }
  const named = announce === address ? announce : `${announce} (${address})`;
  if (!(await reaches(question, address))) {
    return problem(
      say(
        `从本机到不了所公布的 ${named} 端口 ${question.mediaPort}`,
        `this machine does not reach itself at ${named}, port ${question.mediaPort}`,
      ),
      say(
        "确认公网地址无误，防火墙与路由器把媒体端口（UDP 与 TCP）转到本机。若路由器不支持从内网访问自己的公网地址，请从外部再试",
        "Check that the address is right, and that firewall and router let the media ports (UDP and TCP) through to this machine. A router that does not turn round packets from inside needs a test from outside",
      ),
    );
  }
  if (isPrivate(address) && !isLoopback(address)) {
    return warning(
      say(`所公布的 ${named} 是内网地址`, `the announced ${named} is a private address`),
      say("互联网上的客户端到不了它：改为公网地址", "Clients on the internet cannot reach it: announce the public one"),
    );
  }
  return ok(say(`${named} 可以到达`, `${named} can be reached`));
}

const PRIVATE = privateNetworks();

export function isPrivate(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && PRIVATE.check(address, family === 6 ? "ipv6" : "ipv4");
}

function privateNetworks(): BlockList {
  const list = new BlockList();
  // RFC 1918, shared space of providers (RFC 6598), link-local, loopback.
  for (const [network, bits] of [
    ["10.0.0.0", 8],
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
    ["100.64.0.0", 10],
    ["169.254.0.0", 16],
    ["127.0.0.0", 8],
  ] as const) {
    list.addSubnet(network, bits, "ipv4");
  }
  list.addAddress("::1", "ipv6");
  list.addSubnet("fc00::", 7, "ipv6");
  list.addSubnet("fe80::", 10, "ipv6");
  return list;
}

async function resolve(name: string): Promise<string | undefined> {
  if (isIP(name) !== 0) return name;
  try {
    return (await lookup(name)).address;
  } catch {
    return undefined;
  }
}

/** Sends something to the address and looks whether it comes in on the media port. */
async function reaches({ host, mediaPort, running }: AddressQuestion, address: string): Promise<boolean> {
  return running ? await connects(address, mediaPort) : await receives(host, address, mediaPort);
}

async function connects(address: string, port: number): Promise<boolean> {
  const socket = connect({ host: address, port, timeout: PATIENCE });
  try {
    return await new Promise<boolean>((done) => {
      socket.once("connect", () => done(true));
      for (const event of ["error", "timeout"] as const) socket.once(event, () => done(false));
    });
  } finally {
    socket.destroy();
  }
}

async function receives(host: string, address: string, port: number): Promise<boolean> {
  const family = address.includes(":") ? "udp6" : "udp4";
  const receiver = createSocket(family);
  const sender = createSocket(family);
  // Where the address is not this machine's, the network may tell so.
  sender.on("error", () => {});
  let repeat: NodeJS.Timeout | undefined;
  try {
    receiver.bind(port, isLoopback(host) ? "127.0.0.1" : family === "udp6" ? "::" : "0.0.0.0");
    await once(receiver, "listening");
    const send = () => sender.send("lianmai doctor", port, address);
    send();
    repeat = setInterval(send, REPEAT);
    const arrived = once(receiver, "message", { signal: AbortSignal.timeout(PATIENCE) });
    return await arrived.then(
      () => true,
      () => false,
    );
  } catch {
    // The port cannot be opened, which its own check tells.
    return false;
  } finally {
    clearInterval(repeat);
    receiver.close();
    sender.close();
  }
}

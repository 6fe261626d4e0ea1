import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { say } from "../terminal/language.js";
import { type Finding, ok, problem } from "./finding.js";

/** How long a service on the port has to answer, in milliseconds. */
const ANSWER_TIMEOUT = 3_000;

/** Whether our own service answers on the HTTP port; its ports are then held by it, as they should be. */
export async function isServiceRunning(host: string, port: number): Promise<boolean> {
  if (port === 0) return false;
  const name = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  try {
    const url = `http://${name.includes(":") ? `[${name}]` : name}:${port}/healthz`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT) });
    const state = (await answer.json()) as { workers?: unknown };
    return typeof state.workers === "number";
  } catch {
    return false;
  }
}

/** The TCP port for HTTP and signalling. */
export async function checkHttpPort(host: string, port: number, running: boolean): Promise<Finding> {
  if (running) return ok(say(`服务正在端口 ${port} 上运行`, `the service is running on port ${port}`));
  const error = await tryTcp(host, port);
  if (error === undefined) return ok(say(`TCP ${host}:${port} 可用`, `TCP ${host}:${port} can be opened`));
  return explain(error, "TCP", host, port, "port");
}

/** The UDP and TCP ports of the media workers, on every address that they listen on. */
export async function checkMediaPorts(
  addresses: readonly string[],
  first: number,
  workers: number,
  running: boolean,
): Promise<Finding> {
  const last = first + workers - 1;
  const range = last === first ? String(first) : `${first}-${last}`;
  if (running) return ok(say(`端口 ${range} 由正在运行的服务使用`, `ports ${range} belong to the running service`));
  for (const address of addresses) {
    for (let port = first; port <= last; port += 1) {
      const udp = await tryUdp(address, port);
      if (udp !== undefined) return explain(udp, "UDP", address, port, "media.port");
      const tcp = await tryTcp(address, port);
      if (tcp !== undefined) return explain(tcp, "TCP", address, port, "media.port");
    }
  }
  return ok(
    say(
      `UDP 与 TCP ${range} 可用（${addresses.join("、")}）`,
      `UDP and TCP ${range} can be opened (${addresses.join(", ")})`,
    ),
  );
}

function explain(code: string, protocol: string, host: string, port: number, setting: string): Finding {
  const where = `${protocol} ${host}:${port}`;
  switch (code) {
    case "EADDRINUSE":
      return problem(
        say(`${where} 已被其他程序占用`, `${where} is in use by another program`),
        say(
          `结束那个程序（ss -lntup 可查），或改设置 ${setting}`,
          `End that program (ss -lntup tells which), or change the setting ${setting}`,
        ),
      );
    case "EACCES":
      return problem(
        say(`当前用户无权打开 ${where}`, `this user may not open ${where}`),
        say(
          `改用 1024 以上的端口（设置 ${setting}），或授予 CAP_NET_BIND_SERVICE`,
          `Use a port from 1024 up (setting ${setting}), or grant CAP_NET_BIND_SERVICE`,
        ),
      );
    case "EADDRNOTAVAIL":
      return problem(
        say(`本机没有地址 ${host}`, `this machine has no address ${host}`),
        say("把设置 host 改为本机的地址", "Set host to an address of this machine"),
      );
    default:
      return problem(
        say(`${where} 打不开（${code}）`, `${where} cannot be opened (${code})`),
        say(`检查设置 ${setting} 与 host`, `Check the settings ${setting} and host`),
      );
  }
}

/** @returns the system's code for why not, undefined when it can be opened */
async function tryTcp(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, "listening");
    return undefined;
  } catch (error) {
    return codeOf(error);
  } finally {
    if (server.listening) {
      server.close();
      await once(server, "close");
    }
  }
}

async function tryUdp(host: string, port: number): Promise<string | undefined> {
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  try {
    socket.bind(port, host);
    await once(socket, "listening");
    return undefined;
  } catch (error) {
    return codeOf(error);
  } finally {
    socket.close();
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

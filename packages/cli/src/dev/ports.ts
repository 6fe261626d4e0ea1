import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** A TCP port on loopback that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/**
 * The first of `count` ports in a row that are free for TCP and UDP at this moment: what media workers need, each of
 * which takes the same port for both.
 *
 * @param from Where to begin to look.
 */
export async function freeMediaPorts(count: number, from: number): Promise<number> {
  let first = from;
  for (let port = from; port <= 65_535; port++) {
    if (!(await isFree(port))) first = port + 1;
    else if (port - first + 1 === count) return first;
  }
  throw new RangeError(`there are no ${count} free ports in a row from ${from} up`);
}

async function isFree(port: number): Promise<boolean> {
  const tcp = createServer();
  const udp = createSocket("udp4");
  try {
    tcp.listen(port, "127.0.0.1");
    await once(tcp, "listening");
    udp.bind(port, "127.0.0.1");
    await once(udp, "listening");
    return true;
  } catch {
    return false;
  } finally {
    if (tcp.listening) tcp.close();
    udp.close();
  }
}

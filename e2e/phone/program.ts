import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { DevServer } from "@lianmai/devtools";
import type { Browser, BrowserContextOptions, Frame, Page } from "playwright-core";
import { openTab, type Tab } from "../harness/browser.js";
import { root } from "../harness/root.js";
import { until } from "../harness/until.js";

/** The dev server with the project beside this file, and the page for real phones on it. */
export interface ProgramServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** @param project folder of the mini-program; by default the one beside this file */
export async function startProgramServer(project = join(root, "e2e/phone/project")): Promise<ProgramServer> {
  const devServer = await DevServer.start({ root: project });
  const { server, origin } = await listen(async (request, response) => {
    if (!(await devServer.handleRequest(request, response))) response.writeHead(404).end();
  });
  server.on("upgrade", (request, socket, head) => {
    if (!devServer.handleUpgrade(request, socket, head)) socket.destroy();
  });
  return {
    origin,
    async close() {
      await devServer.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** An HTTP server on a free loopback port. */
export async function listen(listener: RequestListener): Promise<{ server: Server; origin: string }> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The mini-program on a phone that fills the page. */
export interface Program {
  readonly tab: Tab;
  readonly page: Page;
  /** The frame that runs it now. */
  frame(): Promise<Frame>;
  /** Calls an asynchronous function of `tt` in its promise form, and resolves with what came, refusals included. */
  tt(name: string, options?: object): Promise<Record<string, unknown> | undefined>;
}

export async function openProgram(
  browser: Browser,
  server: ProgramServer,
  options: BrowserContextOptions = {},
): Promise<Program> {
  const viewport = { width: 375, height: 700 };
  const tab = await openTab(browser, `${server.origin}/m/?user=u1&name=Ann`, { viewport, ...options });
  const frame = async () => {
    const found = await until("the mini-program runs", () =>
      tab.page.frames().find((candidate) => new URL(candidate.url()).pathname === "/__app/frame.html"),
    );
    await found.waitForFunction("window.tt");
    return found;
  };
  await (await frame()).waitForSelector("#box");
  return {
    tab,
    page: tab.page,
    frame,
    tt: async (name, options = {}) =>
      (await frame()).evaluate(
        ([name, options]) => {
          const api = (window as unknown as { tt: Record<string, (options: object) => Promise<object>> }).tt;
          return api[name]?.(options).then(
            (value) => value as Record<string, unknown>,
            (error: Error) => ({ ...error }) as Record<string, unknown>,
          );
        },
        [name, options] as const,
      ),
  };
}

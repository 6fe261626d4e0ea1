import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { formatDiagnostic, ProjectCompiler } from "@lianmai/compiler";
import type { HostEvents, HostReport, LaunchOptions } from "@lianmai/runtime";
import type { Browser, BrowserContext, Frame, Page } from "playwright-core";
import { launchBrowser, root, until } from "../harness/index.js";
import { type HostRecords, mountFrame, type TestWindow } from "./test-host.js";

/** Up to date before the first test: `built-runtime.mjs` sees to it. */
const RUNTIME = join(root, "packages", "runtime", "dist", "web");
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Files of a project by path. `app.json` may be left out: it then lists the pages among the files. */
export type ProjectFiles = Record<string, string>;

/** Compiles projects, serves each beside the runtime on loopback, and opens them in Chromium. */
export class RuntimeLab {
  readonly #server: Server;
  /** For pages beside the programs. */
  readonly browser: Browser;
  /** One for all programs: what they keep is their hosts', and the runtime's scripts are compiled once. */
  readonly #context: BrowserContext;
  readonly #folder: string;
  /** The scripts of each project, by file name. */
  readonly #bundles = new Map<string, Record<string, string>>();
  #count = 0;

  private constructor(server: Server, context: BrowserContext, browser: Browser, folder: string) {
    this.#server = server;
    this.browser = browser;
    this.#context = context;
    this.#folder = folder;
  }

  static async start(): Promise<RuntimeLab> {
    const folder = await mkdtemp(join(tmpdir(), "lianmai-runtime-"));
    const server = createServer();
    const browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 400, height: 640 }, hasTouch: false });
    const lab = new RuntimeLab(server, context, browser, folder);
    server.on("request", (request, response) => {
      void lab.#answer(new URL(request.url ?? "/", "http://x").pathname).then(
        ([type, body]) => response.writeHead(200, { "content-type": type }).end(body),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return lab;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#folder, { recursive: true, force: true });
  }

  /**
   * Compiles a project and opens it.
   *
   * @param before Runs in the frame before everything else.
   */
  async open(files: ProjectFiles, launch: Partial<LaunchOptions> = {}, before?: () => void): Promise<MiniProgram> {
    return await this.show(await this.add(files), launch, before);
  }

  /** Compiles a project, to be shown any number of times. */
  async add(files: ProjectFiles): Promise<string> {
    const id = `p${++this.#count}`;
    this.#bundles.set(id, await compile(join(this.#folder, id), files));
    return id;
  }

  /**
   * @param id What `add` has returned.
   * @param before Runs in the frame before everything else.
   */
  async show(id: string, launch: Partial<LaunchOptions> = {}, before?: () => void): Promise<MiniProgram> {
    const page = await this.#context.newPage();
    if (before) await page.addInitScript(before);
    const { port } = this.#server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/blank.html`);
    const url = `/${id}/frame.html`;
    await page.evaluate(mountFrame, { url, launch: { path: "", query: {}, scene: "", ...launch } });
    const frame = await until("the frame is there", () => page.frames().find((it) => it.url().endsWith(url)));
    return new MiniProgram(page, frame);
  }

  async #answer(pathname: string): Promise<[type: string, body: string | Buffer]> {
    if (pathname === "/blank.html") return ["text/html", "<!doctype html><body style='margin:0'></body>"];
    const [, id = "", ...rest] = pathname.split("/");
    const name = rest.join("/");
    const type = TYPES[extname(name)] ?? "application/octet-stream";
    const script = this.#bundles.get(id)?.[name];
    if (script !== undefined) return [type, script];
    const isRuntime = name === "frame.html" || name.startsWith("lianmai-");
    return [type, await readFile(join(isRuntime ? RUNTIME : join(this.#folder, id), decodeURIComponent(name)))];
  }
}

/** A mini-program that runs in a frame of its own. */
export class MiniProgram {
  constructor(
    readonly page: Page,
    readonly frame: Frame,
  ) {}

  async records(): Promise<HostRecords> {
    return await this.page.evaluate(() => (globalThis as unknown as TestWindow).records);
  }

  async reports<K extends HostReport["kind"]>(kind: K): Promise<Extract<HostReport, { kind: K }>[]> {
    const { reports } = await this.records();
    return reports.filter((report): report is Extract<HostReport, { kind: K }> => report.kind === kind);
  }

  /** What the program printed, as text; warnings of the runtime included. */
  async printed(): Promise<string[]> {
    return (await this.reports("console")).map(({ args }) =>
      args.map((arg) => (typeof arg === "string" ? arg : JSON.stringify(arg))).join(" "),
    );
  }

  async printsEventually(line: string): Promise<void> {
    await until(`the program prints ${JSON.stringify(line)}`, async () => {
      const printed = await this.printed();
      if (!printed.includes(line)) throw new Error(`printed so far: ${printed.join(" | ")}`);
      return true;
    });
  }

  async phone<E extends keyof HostEvents>(event: E, ...args: HostEvents[E]): Promise<void> {
    await this.page.evaluate(
      ([name, values]) => (globalThis as unknown as TestWindow).emitHost(name as never, ...(values as never)),
      [event, args] as const,
    );
  }

  /** Text of what is shown, without what is covered. */
  async text(selector = "body"): Promise<string> {
    return await this.frame.locator(selector).first().innerText();
  }

  async tap(selector: string): Promise<void> {
    await this.frame.locator(selector).first().click();
  }

  async showsEventually(text: string): Promise<void> {
    await this.frame.getByText(text).first().waitFor({ state: "visible" });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

async function compile(folder: string, files: ProjectFiles): Promise<Record<string, string>> {
  const pages = Object.keys(files).filter((path) => path.startsWith("pages/") && path.endsWith(".ttml"));
  const app = { pages: pages.map((path) => path.replace(/\.ttml$/, "")), window: { navigationBarTitleText: "test" } };
  const all: ProjectFiles = {
    "project.config.json": JSON.stringify({ appid: "tt0000000000000000", projectname: "test" }),
    "app.json": JSON.stringify(app),
    "app.js": "App({})",
    ...files,
  };
  for (const [path, content] of Object.entries(all)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const compiler = new ProjectCompiler(folder);
  const { bundle, diagnostics } = await compiler.compile();
  await compiler.dispose();
  if (bundle) return { "app.js": bundle.script, ...bundle.scripts };
  throw new Error(diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join("\n"));
}

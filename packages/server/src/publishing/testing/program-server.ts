import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProgramSettings } from "@lianmai/protocol";
import { ManualClock } from "../../clock/manual-clock.js";
import { listen } from "../../http/listener.js";
import { openDatabase } from "../../store/database.js";
import type { NamedSecret } from "../key-search.js";
import type { Platform } from "../platform.js";
import { Publishing } from "../publishing.js";

export const ADMIN = { authorization: "Bearer admin", "accept-language": "en" };
export const APP_KEY = "0123456789abcdef0123456789abcdef";

/** A page and a script as `lianmai build` writes them, small. */
export function smallProgram(text: string, more: Record<string, string> = {}): Map<string, Buffer> {
  const folder = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const settings: ProgramSettings = {
    format: 1,
    appid: "tt0123",
    name: "Demo",
    version: "",
    frame: `v/${folder}/frame.html`,
    server: "",
    login: "",
    proxy: "",
    channel: "",
  };
  const files: Record<string, string> = {
    "index.html": `<html><script id="lianmai-program" type="application/json">${JSON.stringify(settings)}</script></html>`,
    "sw.js": "// worker",
    "manifest.webmanifest": "{}",
    [`v/${folder}/frame.html`]: "<html></html>",
    [`v/${folder}/app.js`]: `// ${text}\n`.repeat(200),
    "r/00112233445566aa/lianmai-frame.js": "// runtime\n".repeat(200),
    ...more,
  };
  return new Map(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)]));
}

export interface ProgramServer {
  readonly url: string;
  readonly clock: ManualClock;
  /** What was told of who did what, as `action outcome`. */
  readonly audited: string[];
  /** Requests that the platform was asked to carry, and where to. */
  readonly carried: string[];
  /** @returns status and JSON, or text, of an administrator's request */
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; json: Record<string, unknown> }>;
  /** Sends the files that are missing, at most `most` of them. @returns how many were sent */
  send(program: ReadonlyMap<string, Buffer>, most?: number): Promise<number>;
  /** The list of files as an upload names them. */
  listOf(program: ReadonlyMap<string, Buffer>): Record<string, { sha256: string; size: number }>;
  /** Uploads whole. @returns the version */
  upload(program: ReadonlyMap<string, Buffer>, version?: string): Promise<string>;
  close(): Promise<void>;
}

/** The publishing part on a port of its own, with everything real but the platform and who is signed in. */
export async function startProgramServer(
  options: { folder?: string; secrets?: NamedSecret[] } = {},
): Promise<ProgramServer> {
  const dataDir = options.folder ?? (await mkdtemp(join(tmpdir(), "lianmai-programs-")));
  const clock = new ManualClock();
  const carried: string[] = [];
  const audited: string[] = [];
  const platform: Platform = {
    identities: (secret) => ({
      login: (device) => ({ code: `code-of-${device}`, anonymousCode: "anonymous", isLogin: true }),
      exchange: (body) => ({ err_no: (body as { secret?: string }).secret === secret ? 0 : 40017 }),
    }),
    async carry(request, response, destination) {
      const to = destination(new URL(String(request.headers["x-lianmai-url"])));
      carried.push(to?.href ?? "refused");
      response.end();
    },
  };
  const db = await openDatabase(dataDir);
  const publishing = await Publishing.start({
    db,
    folder: join(dataDir, "programs"),
    clock,
    platform,
    authenticate: async ({ headers }) =>
      headers.authorization === ADMIN.authorization ? { name: "admin" } : undefined,
    onAudit: ({ actor, action, details, outcome }) =>
      audited.push(`${actor} ${action} ${details.version ?? ""} ${outcome}`),
    secrets: async () => options.secrets ?? [{ name: "AppKey", value: APP_KEY }],
  });
  const listener = await listen({ host: "127.0.0.1", port: 0, handlers: [publishing] });
  const url = `http://127.0.0.1:${listener.port}`;

  const server: ProgramServer = {
    url,
    clock,
    carried,
    audited,
    async ask(method, path, body) {
      const answer = await fetch(`${url}/api/programs/tt0123${path}`, {
        method,
        headers: ADMIN,
        ...(body === undefined ? {} : { body: body instanceof Buffer ? new Uint8Array(body) : JSON.stringify(body) }),
      });
      return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
    },
    listOf: (program) =>
      Object.fromEntries(
        [...program].map(([path, content]) => [path, { sha256: sha256(content), size: content.length }]),
      ),
    async send(program, most = Number.POSITIVE_INFINITY) {
      const { json } = await server.ask("POST", "/files", { files: server.listOf(program) });
      const missing = (json.missing as string[]).slice(0, most);
      for (const digest of missing) {
        const content = [...program.values()].find((one) => sha256(one) === digest);
        const { status } = await server.ask("PUT", `/files/${digest}`, content);
        if (status !== 201) throw new Error(`a file was answered with ${status}`);
      }
      return missing.length;
    },
    async upload(program, version) {
      await server.send(program);
      const { status, json } = await server.ask("POST", "/versions", {
        version,
        changeLog: "a change",
        files: server.listOf(program),
        hash: sha256(Buffer.concat([...program.values()])),
      });
      if (status !== 201) throw new Error(JSON.stringify(json));
      return String(json.version);
    },
    async close() {
      await listener.close();
      await db.destroy();
      if (options.folder === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
  return server;
}

export function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { IMMUTABLE_PROGRAM_FILE, PROGRAM_PAGE, PROGRAM_PATH } from "@lianmai/protocol";
import QRCode from "qrcode";
import { languageOf } from "./answers.js";
import type { BlobStore } from "./blob-store.js";
import { channelState, versionFor } from "./channel-state.js";
import { contentPolicy, originOf } from "./content-policy.js";
import { settingsIn, withSettings } from "./page-settings.js";
import { PREVIEW, type ProgramVersion } from "./program.js";
import { sendProgramFile } from "./send-file.js";
import type { Snapshot } from "./snapshots.js";

/** Folders below a program's own that show something else than the release. */
const SHOWN = ["testing", "review", PREVIEW] as const;
type Shown = (typeof SHOWN)[number] | "release";

const DEVICE_COOKIE = "lianmai-device";
/** Seconds. A device that comes back within a year keeps its place in a gradual release. */
const DEVICE_LIFETIME = 365 * 24 * 3600;

/** Shows published mini-programs: `/p/APPID/` the release, `/p/APPID/testing/` and so on the other channels. */
export class ProgramPages {
  constructor(private readonly blobs: BlobStore) {}

  /** @param rest path below the program's folder, decoded */
  async handle(snapshot: Snapshot, rest: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const folder = `${PROGRAM_PATH}${snapshot.program.programId}/`;
    const { shown, path } = placeOf(rest);
    if (path === undefined) {
      response.writeHead(308, { location: `${folder}${rest}/`, "cache-control": "no-store" }).end();
      return;
    }
    if (path === "qr.svg") return await sendQrCode(`${folder}${prefixOf(shown)}`, request, response);
    if (IMMUTABLE_PROGRAM_FILE.test(path)) return await this.#sendImmutable(snapshot, path, folder, request, response);
    const device = deviceOf(request);
    const version = this.#version(snapshot, shown, device.id);
    if (version === undefined) return sendNothingYet(snapshot, shown, request, response);
    response.setHeader("content-security-policy", contentPolicy(request, snapshot.program, folder));
    const name = path === "" ? PROGRAM_PAGE : path;
    const file = version.files[name];
    if (file === undefined) return sendText(response, 404, "Not found.\n");
    if (name !== PROGRAM_PAGE) {
      return await sendProgramFile(this.blobs, request, response, { path: name, file, immutable: false });
    }
    if (device.isNew) response.setHeader("set-cookie", cookieOf(device.id, folder, request));
    await this.#sendPage(snapshot, shown, version, request, response);
  }

  #version({ program, releases, versions }: Snapshot, shown: Shown, device: string): ProgramVersion | undefined {
    if (shown === PREVIEW) return versions.get(PREVIEW);
    const version = versionFor(channelState(releases, shown), program.programId, device);
    return version === undefined ? undefined : versions.get(version);
  }

  async #sendImmutable(
    { program, immutable }: Snapshot,
    path: string,
    folder: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const file = immutable.get(path);
    if (file === undefined) return sendText(response, 404, "Not found.\n");
    if (path.endsWith(".html")) {
      response.setHeader("content-security-policy", contentPolicy(request, program, folder));
    } else if (path.endsWith(".svg")) {
      // A picture is shown, never run: opened by itself it gets no scripts of this origin.
      response.setHeader("content-security-policy", "sandbox; default-src 'unsafe-inline'");
    }
    await sendProgramFile(this.blobs, request, response, { path, file, immutable: true });
  }

  async #sendPage(
    { program }: Snapshot,
    shown: Shown,
    version: ProgramVersion,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const file = version.files[PROGRAM_PAGE];
    const html = file === undefined ? "" : (await this.blobs.read(file.sha256)).toString("utf8");
    const built = settingsIn(html);
    if (built === undefined) throw new Error(`version ${version.version} of ${program.programId} has no page`);
    const folder = `${PROGRAM_PATH}${program.programId}/`;
    const body = Buffer.from(
      withSettings(html, {
        ...built,
        appid: program.programId,
        version: version.version,
        server: "",
        login: `${folder}login`,
        proxy: `${folder}fetch`,
        channel: shown,
      }),
    );
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-length": body.length,
      // Which version it is depends on the device, and changes with every release.
      "cache-control": "private, no-cache",
      vary: "cookie",
      "permissions-policy": "camera=(self), microphone=(self), display-capture=(self)",
    });
    response.end(request.method === "HEAD" ? undefined : body);
  }
}

/** What is shown, and the path below it; no path where only the slash at its end is missing. */
function placeOf(rest: string): { shown: Shown; path: string | undefined } {
  for (const shown of SHOWN) {
    if (rest === shown) return { shown, path: undefined };
    if (rest.startsWith(`${shown}/`)) return { shown, path: rest.slice(shown.length + 1) };
  }
  return { shown: "release", path: rest };
}

function prefixOf(shown: Shown): string {
  return shown === "release" ? "" : `${shown}/`;
}

/** By which a device keeps its place among the hundred; it says nothing about who uses it. */
function deviceOf(request: IncomingMessage): { id: string; isNew: boolean } {
  const given = new RegExp(`(?:^|;\\s*)${DEVICE_COOKIE}=([0-9a-f]{32})(?:;|$)`).exec(request.headers.cookie ?? "");
  if (given?.[1] !== undefined) return { id: given[1], isNew: false };
  return { id: randomBytes(16).toString("hex"), isNew: true };
}

function cookieOf(device: string, folder: string, request: IncomingMessage): string {
  const secure = originOf(request)?.startsWith("https:") ? "; Secure" : "";
  return `${DEVICE_COOKIE}=${device}; Path=${folder}; Max-Age=${DEVICE_LIFETIME}; HttpOnly; SameSite=Lax${secure}`;
}

async function sendQrCode(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const svg = await QRCode.toString(`${originOf(request) ?? ""}${path}`, { type: "svg", errorCorrectionLevel: "M" });
  response.writeHead(200, {
    "content-type": "image/svg+xml; charset=utf-8",
    "content-length": Buffer.byteLength(svg),
    "cache-control": "no-store",
  });
  response.end(request.method === "HEAD" ? undefined : svg);
}

function sendNothingYet({ program }: Snapshot, shown: Shown, request: IncomingMessage, response: ServerResponse): void {
  const english = languageOf(request) === "en";
  const command = shown === PREVIEW ? "lianmai preview" : `lianmai publish --channel ${shown}`;
  sendText(
    response,
    404,
    english
      ? `${program.name} has nothing on ${shown} yet. Its developer puts it there by: ${command}\n`
      : `${program.name} 的 ${shown} 渠道还没有版本。开发者用以下命令发布：${command}\n`,
  );
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
  });
  response.end(text);
}

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { phoneCertificate, terminalQrCode } from "@lianmai/devtools";
import { type HttpHandler, listen, pathOf, RtcService } from "@lianmai/server";
import QRCode from "qrcode";
import { isLoopback, mediaAddresses, phoneAddress } from "../dev/addresses.js";
import { BackEnd } from "../dev/back-end.js";
import { Closers } from "../dev/closers.js";
import { openLog } from "../dev/log.js";
import { freeMediaPorts } from "../dev/ports.js";
import { UsageError } from "../errors.js";
import { type Project, publishedId, readProject } from "../project/project.js";
import { platform } from "../publishing/platform.js";
import { connect } from "../server/connect.js";
import { Programs } from "../server/programs.js";
import { ServerClient } from "../server/server-client.js";
import type { Site } from "../site/site.js";
import { box, pad } from "../terminal/box.js";
import { palette } from "../terminal/colour.js";
import { say } from "../terminal/language.js";
import { Progress } from "../terminal/progress.js";
import { buildOrFail } from "./build.js";
import { pageUrl } from "./target.js";
import { untilStopped } from "./until-stopped.js";

export interface PreviewOptions {
  project: string;
  /** Shown on this server; without it on this machine, until the command is stopped. */
  server?: string;
  dataDir: string;
  host: string;
  port: number;
  backEnds: Readonly<Record<string, string>>;
  rewrites: Readonly<Record<string, string>>;
  /** File for the QR code, SVG or PNG by its suffix. */
  qrcodeOutput?: string;
  /** Start page, query and scene of the address. */
  launch: { path?: string; query?: string; scene?: string };
  json: boolean;
}

const MEDIA_PORT_DISTANCE = 20;

/** `lianmai preview`: the project as it will be published, for phones to look at. */
export async function preview(options: PreviewOptions): Promise<void> {
  const project = readProject(options.project);
  publishedId(project);
  const progress = new Progress({ quiet: options.json });
  const site = await progress.step(say("构建", "Build"), () => buildOrFail({ project: options.project }));
  if (options.server !== undefined) await previewOnServer(project, site, options, progress);
  else await previewHere(project, site, options, progress);
}

async function previewOnServer(
  project: Project,
  site: Site,
  options: PreviewOptions,
  progress: Progress,
): Promise<void> {
  const { client, programs } = connect(options.server, project.settings.server);
  const appid = publishedId(project);
  await progress.step(say("上传", "Upload"), (tell) =>
    programs.upload(site, { appid, changeLog: "", preview: true }, tell),
  );
  await show(addressOf(client.server, appid, options), undefined, options);
}

async function previewHere(project: Project, site: Site, options: PreviewOptions, progress: Progress): Promise<void> {
  const closers = new Closers();
  try {
    const { url, phoneUrl } = await progress.step(say("启动服务", "Start"), () =>
      startHere(project, site, options, closers),
    );
    const appid = publishedId(project);
    await show(
      phoneUrl === undefined ? addressOf(url, appid, options) : addressOf(phoneUrl, appid, options),
      phoneUrl === undefined ? undefined : addressOf(url, appid, options),
      options,
    );
    if (!options.json) console.log(say("\nCtrl+C 停止。", "\nCtrl+C stops it."));
    await untilStopped(() => closers.close());
  } catch (error) {
    await closers.close();
    throw error;
  }
}

/** The service with publishing, on this machine; the preview goes in by the way that any upload goes. */
async function startHere(
  project: Project,
  site: Site,
  { dataDir, host, port, backEnds, rewrites }: PreviewOptions,
  closers: Closers,
): Promise<{ url: string; phoneUrl: string | undefined }> {
  const logDir = join(dataDir, "logs");
  const { logger } = openLog(logDir, "preview");
  const handlers: HttpHandler[] = [];
  const tls = isLoopback(host) ? undefined : await phoneCertificate(join(dataDir, "certificate"));
  const listener = await listen({
    host,
    port,
    ...(tls === undefined ? {} : { tls }),
    handlers,
    // Without the query, in which some put secrets.
    onError: (error, request) => {
      logger.error({ err: error, method: request.method, path: pathOf(request) }, "request failed");
    },
  });
  closers.add(() => listener.close());
  const service = await RtcService.start({
    dataDir,
    media: {
      listenIps: mediaAddresses(host),
      basePort: await freeMediaPorts(1, listener.port + MEDIA_PORT_DISTANCE),
      workers: 1,
    },
    logger,
  });
  closers.add(() => service.close());
  handlers.push(await service.openPublishing({ folder: join(dataDir, "programs"), platform }), service);

  const url = `http://${isLoopback(host) ? host : "127.0.0.1"}:${listener.port}`;
  const secret = process.env.LIANMAI_ADMIN_SECRET || readFileSync(join(dataDir, "admin-secret"), "utf8").trim();
  const anonymous = new ServerClient({ server: url });
  const { token } = await anonymous.ask<{ token: string }>("POST", "/api/admin/sign-in", { secret, name: "preview" });
  const programs = new Programs(new ServerClient({ server: url, token }));
  const appid = publishedId(project);
  await programs.upload(site, { appid, changeLog: "", preview: true });
  const [app] = await service.apps.list();
  const targets: Record<string, string> = { ...rewrites };
  for (const [origin, folder] of Object.entries(backEnds)) {
    const backEnd = await BackEnd.start({
      folder,
      logDir,
      env: {
        LIANMAI_APP_ID: app?.appId ?? "",
        LIANMAI_APP_KEY: app?.appKey ?? "",
        CODE2SESSION_URL: `${url}/api/apps/v2/jscode2session`,
        MINI_APP_ID: appid,
        MINI_APP_SECRET: (await programs.get(appid)).secret,
      },
    });
    closers.add(() => backEnd.stop());
    targets[origin] = backEnd.url;
  }
  await programs.configure(appid, {
    domains: Object.entries(targets).map(([origin, target]) => ({ origin, target })),
  });
  const address = phoneAddress(host);
  return { url, phoneUrl: address === undefined ? undefined : `https://${address}:${listener.port}` };
}

function addressOf(server: string, appid: string, { launch }: PreviewOptions): string {
  const url = new URL(pageUrl(server, appid, "preview"));
  for (const [name, value] of Object.entries(launch)) if (value) url.searchParams.set(name, value);
  return url.href;
}

async function show(url: string, local: string | undefined, options: PreviewOptions): Promise<void> {
  if (options.qrcodeOutput !== undefined) await writeQrCode(options.qrcodeOutput, url);
  if (options.json) {
    console.log(
      JSON.stringify({ url, ...(local === undefined ? {} : { local }), qrcodeFilePath: options.qrcodeOutput }),
    );
    return;
  }
  const { bold, cyan } = palette(process.stdout);
  const rows: [string, string][] = [
    [say("手机", "Phones"), cyan(url)],
    ...(local === undefined ? [] : [[say("本机", "This machine"), cyan(local)] as [string, string]]),
  ];
  console.log(
    box(bold(say("预览", "Preview")), ["", ...rows.map(([label, value]) => `${pad(label, 14)}${value}`), ""]),
  );
  const onlyHere = isLoopback(new URL(url).hostname);
  if (onlyHere) {
    console.log(
      say(
        "手机无法访问：本机没有接入网络，或只监听本机。请连接 Wi-Fi 后重试，或用 --server 在服务器上预览。",
        "Phones cannot open this: the machine is in no network, or listens to itself only. Join a Wi-Fi and try again, or preview on a server by --server.",
      ),
    );
  } else if (process.stdout.isTTY) console.log(await terminalQrCode(url));
}

async function writeQrCode(file: string, text: string): Promise<void> {
  const bytes = file.endsWith(".png")
    ? await QRCode.toBuffer(text, { width: 480 })
    : await QRCode.toString(text, { type: "svg" });
  try {
    writeFileSync(file, bytes);
  } catch (cause) {
    throw new UsageError(`--qrcode-output ${file}: ${(cause as Error).message}`, { cause });
  }
}

import { availableParallelism } from "node:os";
import { ConfigError, MOST_DEFAULT_WORKERS, type Settings } from "@lianmai/server";
import { isLoopback, mediaAddresses } from "../dev/addresses.js";
import { checkAnnounced } from "../doctor/check-address.js";
import { checkCertificate } from "../doctor/check-certificate.js";
import { checkClock, checkDisk, checkOpenFiles } from "../doctor/check-machine.js";
import { checkHttpPort, checkMediaPorts, isServiceRunning } from "../doctor/check-ports.js";
import { checkDatabase, checkWorker } from "../doctor/check-service.js";
import { type Finding, ok, problem } from "../doctor/finding.js";
import { pad } from "../terminal/box.js";
import { palette } from "../terminal/colour.js";
import { say } from "../terminal/language.js";
import { Progress } from "../terminal/progress.js";
import { type ServeOptions, settingsOf } from "./serve.js";

export interface DoctorOptions extends ServeOptions {
  json: boolean;
  /** The host name that clients use. Default: the announced address. */
  name?: string;
}

/** One thing that was looked at. `id` is for programs and stays. */
export interface Diagnosis extends Finding {
  id: string;
  title: string;
}

/**
 * `lianmai doctor`: looks at all that the service needs, with the settings that it would have, and changes nothing.
 *
 * @returns whether nothing is wrong; warnings do not count
 */
export async function doctor(options: DoctorOptions): Promise<boolean> {
  const progress = new Progress({ quiet: options.json });
  const diagnoses = await progress.step(say("检查", "Check"), () => diagnose(options));
  const healthy = diagnoses.every(({ status }) => status !== "problem");
  console.log(options.json ? JSON.stringify({ ok: healthy, checks: diagnoses }, undefined, 2) : report(diagnoses));
  return healthy;
}

export async function diagnose(options: DoctorOptions): Promise<Diagnosis[]> {
  let settings: Settings;
  try {
    ({ settings } = settingsOf(options));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const fix = say(
      "改正所列的设置；serve --example-config 列出全部设置",
      "Mend these settings; serve --example-config lists all there are",
    );
    return [{ id: "settings", title: say("设置", "Settings"), ...problem(error.message, fix) }];
  }
  const { host, port, dataDir } = settings;
  const running = await isServiceRunning(host, port);
  const announce = settings["media.announce"];
  const mediaPort = settings["media.port"];
  const workers = settings["media.workers"] ?? Math.min(availableParallelism(), MOST_DEFAULT_WORKERS);
  const own = mediaAddresses(host).map(({ ip }) => ip);
  const listening = announce === null ? own : [isLoopback(host) ? "127.0.0.1" : "0.0.0.0"];
  const name = options.name ?? announce ?? undefined;
  const checks: [id: string, title: string, run: () => Promise<Finding> | Finding][] = [
    ["settings", say("设置", "Settings"), () => ok(say("可用", "can be used"))],
    ["http-port", say("HTTP 端口", "HTTP port"), () => checkHttpPort(host, port, running)],
    ["media-ports", say("媒体端口", "Media ports"), () => checkMediaPorts(listening, mediaPort, workers, running)],
    [
      "announced-address",
      say("公布的地址", "Announced address"),
      () => checkAnnounced({ host, announce, listening: own, mediaPort, running }),
    ],
    [
      "certificate",
      say("证书", "Certificate"),
      () =>
        checkCertificate({
          certificate: settings["tls.certificate"],
          key: settings["tls.key"],
          name,
          host,
          now: Date.now(),
        }),
    ],
    ["database", say("数据库", "Database"), () => checkDatabase(dataDir)],
    ["worker", say("媒体进程", "Media worker"), () => checkWorker()],
    ["disk", say("磁盘", "Disk"), () => checkDisk(dataDir)],
    ["clock", say("时钟", "Clock"), () => checkClock()],
    ["open-files", say("打开文件数", "Open files"), () => checkOpenFiles(settings["limits.sockets"])],
  ];
  const diagnoses: Diagnosis[] = [];
  // One after the other: the ports of one check must be free again for the next.
  for (const [id, title, run] of checks) diagnoses.push({ id, title, ...(await run()) });
  return diagnoses;
}

const TITLE_COLUMNS = 20;

function report(diagnoses: readonly Diagnosis[]): string {
  const { green, yellow, red, dim } = palette(process.stdout);
  const marks = { ok: green("✓"), warning: yellow("!"), problem: red("✗"), unknown: dim("?") };
  const lines = diagnoses.flatMap(({ status, title, message, fix }) => [
    `${marks[status]} ${pad(title, TITLE_COLUMNS)}${message}`,
    ...(fix === undefined ? [] : [`  ${pad("", TITLE_COLUMNS)}${say("修复：", "Fix: ")}${fix}`]),
  ]);
  const problems = diagnoses.filter(({ status }) => status === "problem").length;
  const verdict =
    problems === 0
      ? say("没有问题。", "Nothing is wrong.")
      : say(`有 ${problems} 处问题。`, `${problems} of these must be mended.`);
  return [...lines, "", verdict].join("\n");
}

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { say } from "../terminal/language.js";
import { type Finding, ok, problem, unknown, warning } from "./finding.js";

const GB = 1024 ** 3;
const MB = 1024 ** 2;
/** Below this the stores soon cannot be written. */
const TOO_LITTLE = 200 * MB;
/** Below this a busy server fills the disk within days. */
const LITTLE = 2 * GB;

/** Room on the disk of the data folder. */
export async function checkDisk(dataDir: string): Promise<Finding> {
  let folder = dataDir;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  return judgeSpace(bavail * bsize, dataDir);
}

/** @param free bytes */
export function judgeSpace(free: number, dataDir: string): Finding {
  const size = free >= GB ? `${(free / GB).toFixed(1)} GB` : `${Math.floor(free / MB)} MB`;
  const what = say(`${dataDir} 所在磁盘剩余 ${size}`, `${size} are free on the disk of ${dataDir}`);
  const fix = say(
    "清理磁盘，把 dataDir 移到更大的磁盘，或缩短 history.retention",
    "Free some space, move dataDir to a larger disk, or shorten history.retention",
  );
  if (free < TOO_LITTLE) return problem(what, fix);
  return free < LITTLE ? warning(what, fix) : ok(what);
}

/** How long the system's service of the time has to answer, in milliseconds. */
const ANSWER_TIMEOUT = 5_000;

/** Whether the clock is kept right by the network, as far as the system tells. */
export async function checkClock(): Promise<Finding> {
  const synchronized = await isSynchronized();
  if (synchronized === undefined) {
    return unknown(
      say(
        "系统没有说明时钟是否校准；签名与 Token 允许 15 分钟偏差",
        "the system does not tell whether the clock is kept right; signatures bear 15 minutes of difference",
      ),
    );
  }
  if (synchronized) return ok(say("时钟由网络校准", "the clock is kept right by the network"));
  return warning(
    say("时钟没有由网络校准", "the clock is not kept right by the network"),
    say("启用校时：timedatectl set-ntp true", "Turn it on: timedatectl set-ntp true"),
  );
}

async function isSynchronized(): Promise<boolean | undefined> {
  if (existsSync("/run/systemd/timesync/synchronized")) return true;
  try {
    const { stdout } = await promisify(execFile)("timedatectl", ["show", "--property=NTPSynchronized", "--value"], {
      timeout: ANSWER_TIMEOUT,
    });
    return { yes: true, no: false }[stdout.trim()];
  } catch {
    return undefined;
  }
}

/** Files of the process beside the sockets of clients. */
const OTHER_FILES = 500;

/** Whether the process may open as many files as its limits of sockets want. */
export async function checkOpenFiles(sockets: number): Promise<Finding> {
  let limits: string;
  try {
    limits = await readFile("/proc/self/limits", "utf8");
  } catch {
    return unknown(say("系统没有说明打开文件数的上限", "the system does not tell how many files may be open"));
  }
  // Node raises the soft limit to the hard one when it starts.
  const [, limit] = /^Max open files\s+(\d+|unlimited)/m.exec(limits) ?? [];
  return judgeOpenFiles(limit === "unlimited" ? Number.POSITIVE_INFINITY : Number(limit), sockets);
}

export function judgeOpenFiles(limit: number, sockets: number): Finding {
  const needed = sockets + OTHER_FILES;
  if (limit >= needed) return ok(say(`可打开 ${limit} 个文件`, `${limit} files may be open`));
  return problem(
    say(
      `可打开 ${limit} 个文件，而 limits.sockets（${sockets}）需要 ${needed} 个`,
      `${limit} files may be open, and limits.sockets (${sockets}) needs ${needed}`,
    ),
    say(
      `提高上限（systemd：LimitNOFILE=65536；shell：ulimit -n），或降低 limits.sockets`,
      `Raise the limit (systemd: LimitNOFILE=65536; shell: ulimit -n), or lower limits.sockets`,
    ),
  );
}

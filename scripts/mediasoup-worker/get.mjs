import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { chmod, copyFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "../lib/failure.mjs";
import { say } from "../lib/language.mjs";
import { withLock } from "../lib/lock.mjs";
import { cacheDir, root, stampDir } from "../lib/paths.mjs";
import { run } from "../lib/run.mjs";
import { buildWorker } from "./build.mjs";
import { workerKey } from "./recipe.mjs";

const DOWNLOAD_TIMEOUT = 60_000;
const packageDir = join(root, "node_modules", "mediasoup");
const binary = join(packageDir, "worker", "out", "Release", "mediasoup-worker");
const stamp = join(stampDir, "worker.json");

/**
 * Sees to it that mediasoup finds a worker that works: one that is there already, one from the cache
 * outside the checkout, mediasoup's own prebuilt download, or a build from source, in this order.
 *
 * @param {(text: string) => void} onProgress Told what is being done, a few words at a time.
 * @returns {Promise<string>} Where it came from, in words.
 * @throws {Failure}
 */
export async function getWorker(onProgress) {
  if (process.env.MEDIASOUP_WORKER_BIN) return await useNamedWorker(process.env.MEDIASOUP_WORKER_BIN);
  const key = workerKey(packageDir);
  if (existsSync(binary)) {
    if (isStamped(key)) return say("已就绪", "in place");
    // Not put there by us, perhaps by mediasoup's own step: good if it does what it must.
    if (await works()) return accept(key, say("已就绪", "in place"));
    rmSync(binary);
  }
  const cached = join(cacheDir, "mediasoup-worker", key, "mediasoup-worker");
  return await withLock(join(dirname(cached), "lock"), () => fill(key, cached, onProgress), {
    onWait: (pid) => onProgress(say(`等待进程 ${pid} 完成构建`, `waiting for process ${pid}, which is at it`)),
  });
}

/** Under the lock: whoever waited for another process finds that one's worker in the cache. */
async function fill(key, cached, onProgress) {
  if (existsSync(cached)) {
    await place(cached);
    if (await works()) return accept(key, say("来自缓存", "from the cache"));
    rmSync(cached);
  }
  onProgress(say("下载预编译版本", "download"));
  if ((await download()) && (await works())) {
    await keep(binary, cached);
    return accept(key, say("已下载", "downloaded"));
  }
  const log = join(dirname(cached), "build.log");
  rmSync(log, { force: true });
  await buildWorker({ packageDir, output: cached, log, onProgress });
  await place(cached);
  const problem = await fault();
  if (problem !== undefined) {
    rmSync(cached);
    throw new Failure(
      say("构建出的 mediasoup worker 未通过 DTLS 检查。", "The mediasoup worker was built and does not work."),
      {
        fix: say(
          `构建输出见 ${log}；请附上它报告此问题。`,
          `The build's output is in ${log}; please report the problem with it.`,
        ),
        detail: problem,
      },
    );
  }
  return accept(key, say("已从源码构建", "built from source"));
}

async function useNamedWorker(path) {
  const problem = await fault();
  if (problem === undefined) return path;
  throw new Failure(
    say(`MEDIASOUP_WORKER_BIN 指向的 ${path} 不能用。`, `${path}, named in MEDIASOUP_WORKER_BIN, does not work.`),
    {
      fix: say("请更正或取消该环境变量。", "Correct that variable, or unset it to have a worker fetched for you."),
      detail: problem,
    },
  );
}

/**
 * Runs mediasoup's own install step for its download. That step would go on to build with pip and meson;
 * a Python that only fails keeps it from that, because our own build asks less of the network.
 */
async function download() {
  try {
    await run(process.execPath, ["npm-scripts.mjs", "postinstall"], {
      cwd: packageDir,
      env: { ...process.env, PYTHON: "false" },
      timeout: DOWNLOAD_TIMEOUT,
    });
  } catch {
    // Expected without a connection to GitHub, and where no binary fits this machine.
  }
  return existsSync(binary);
}

async function works() {
  return (await fault()) === undefined;
}

/** What is wrong with the worker in place, or `undefined`. */
async function fault() {
  try {
    await run(process.execPath, [fileURLToPath(new URL("handshake.mjs", import.meta.url))], { timeout: 30_000 });
    return undefined;
  } catch (error) {
    return error.detail || error.message;
  }
}

const place = (cached) => copyAtomically(cached, binary);
const keep = (placed, cached) => copyAtomically(placed, cached);

/** Copies so that the target is never seen half written, nor overwritten while a process runs it. */
async function copyAtomically(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  const half = `${to}.${process.pid}`;
  await copyFile(from, half);
  await chmod(half, 0o755);
  await rename(half, to);
}

/** Notes that this very file passed the check, so that the next start need not repeat it. */
function accept(key, origin) {
  const { size, mtimeMs } = statSync(binary);
  mkdirSync(stampDir, { recursive: true });
  writeFileSync(stamp, JSON.stringify({ key, size, mtimeMs }));
  return origin;
}

function isStamped(key) {
  try {
    const noted = JSON.parse(readFileSync(stamp, "utf8"));
    const { size, mtimeMs } = statSync(binary);
    return noted.key === key && noted.size === size && noted.mtimeMs === mtimeMs;
  } catch {
    return false;
  }
}

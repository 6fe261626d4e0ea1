import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";
import { inspectDatabases, inspectWorker } from "@lianmai/server";
import { say } from "../terminal/language.js";
import { type Finding, ok, problem } from "./finding.js";

/** The databases in the data folder. */
export async function checkDatabase(dataDir: string): Promise<Finding> {
  let folder = dataDir;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    return problem(
      say(`当前用户不能写 ${folder}`, `this user may not write to ${folder}`),
      say("授予写权限，或用 --data 换一个文件夹", "Give it the right, or choose another folder by --data"),
    );
  }
  const states = await inspectDatabases(dataDir);
  const bad = states.find(({ problem: found }) => found !== undefined);
  if (bad?.problem !== undefined) {
    const [what = bad.problem, ...remedy] = bad.problem.split(": ");
    return problem(what, remedy.join(": ") || say("从备份恢复该文件", "Put a copy of the file back"));
  }
  const there = states.filter(({ exists }) => exists);
  if (there.length === 0) return ok(say("第一次启动时会建立", "will be made at the first start"));
  const versions = there
    .map(({ file, version, known }) => `${file.split(/[\\/]/).at(-1)} ${version}/${known}`)
    .join(", ");
  return ok(say(`完好，结构版本 ${versions}`, `whole, version of the schema: ${versions}`));
}

/**
 * The media worker's program.
 *
 * @param timeout milliseconds that it has to start and to answer; 20 s by default
 */
export async function checkWorker(timeout?: number): Promise<Finding> {
  const { file, version, problem: found, silentFor } = await inspectWorker(timeout);
  if (found === undefined) return ok(say(`mediasoup ${version} 可以启动`, `mediasoup ${version} starts`));
  if (silentFor !== undefined) {
    return problem(
      say(
        `${file} 不是可用的媒体进程：启动后 ${silentFor / 1000} 秒没有应答`,
        `${file} is no media worker that works here: ${found}`,
      ),
      say(
        "重新执行安装步骤（在源码目录运行 npm start 会自动获取或编译），或用 MEDIASOUP_WORKER_BIN 指明真正的 mediasoup-worker",
        "Run the set-up again (npm start in the checkout gets or builds it), or point MEDIASOUP_WORKER_BIN at a mediasoup-worker",
      ),
    );
  }
  return problem(
    say(`媒体进程 ${file} 启动不了：${found}`, `the media worker ${file} does not start: ${found}`),
    say(
      "重新执行安装步骤（在源码目录运行 npm start 会自动获取或编译），或用 MEDIASOUP_WORKER_BIN 指明程序",
      "Run the set-up again (npm start in the checkout gets or builds it), or point MEDIASOUP_WORKER_BIN at one",
    ),
  );
}

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { distribution, ensurePackages } from "../lib/apt.mjs";
import { Failure } from "../lib/failure.mjs";
import { say } from "../lib/language.mjs";
import { run } from "../lib/run.mjs";
import { buildPackages, recipeDir, srtpOrigin } from "./recipe.mjs";

/** Debian 12's source package of libsrtp, and what its archive must hash to. */
const SRTP_SOURCE = {
  package: "libsrtp2=2.5.0-3",
  archive: "libsrtp2_2.5.0.orig.tar.gz",
  sha256: "8a43ef8e9ae2b665292591af62aa1a4ae41e468b6d98d8258f91478735da4e09",
};

/**
 * Builds mediasoup's worker from the C++ source in its npm package against Debian's libraries.
 * Debian's package archive is all it asks of the network.
 *
 * @param {object} options
 * @param {string} options.packageDir mediasoup's folder in node_modules; it is only read.
 * @param {string} options.output The binary to make.
 * @param {string} options.log A file for all output of the build.
 * @param {(text: string) => void} [options.onProgress] Told what is being done, a few words at a time.
 * @throws {Failure} With the way out of it.
 */
export async function buildWorker({ packageDir, output, log, onProgress = () => {} }) {
  if (process.platform !== "linux" || !distribution().isDebian) {
    throw new Failure(
      say(
        "无法下载预编译的 mediasoup worker，而源码构建只支持 Debian 系 Linux。",
        "mediasoup's prebuilt worker could not be downloaded, and the build from source is for Debian only.",
      ),
      {
        fix: say(
          "请联网后重试，或自行构建并用环境变量 MEDIASOUP_WORKER_BIN 指向它。",
          "Try again with a connection to GitHub, or build it yourself and name it in MEDIASOUP_WORKER_BIN.",
        ),
      },
    );
  }
  onProgress(say("检查编译工具", "build tools"));
  await ensurePackages(buildPackages(), {
    purpose: say("用于构建 mediasoup worker", "to build mediasoup's worker"),
    log,
  });
  const work = mkdtempSync(join(tmpdir(), "mediasoup-worker-"));
  try {
    const source = join(work, "worker");
    prepareSource(packageDir, source);
    if (srtpOrigin() === "source") {
      onProgress(say("获取 libsrtp 源码", "libsrtp source"));
      await addSrtpSource(work, source, log);
    }
    onProgress(say("配置", "configure"));
    await compile(source, { log, onProgress });
    mkdirSync(dirname(output), { recursive: true });
    await run("strip", ["-o", `${output}.new`, join(source, "build", "mediasoup-worker")], { log });
    // Renamed last: whoever sees the file sees all of it.
    renameSync(`${output}.new`, output);
  } catch (error) {
    if (error.fix !== undefined) throw error;
    throw new Failure(say("mediasoup worker 构建失败。", "The build of mediasoup's worker failed."), {
      fix: say(`完整输出见 ${log}`, `The whole output is in ${log}`),
      detail: error.detail ?? error.message,
      cause: error,
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A copy of the worker's source with our stand-ins for its libraries and two lines changed. */
function prepareSource(packageDir, source) {
  cpSync(join(packageDir, "worker"), source, {
    recursive: true,
    filter: (path) => !/\/worker\/(out|subprojects|prebuild|pip_invoke)(\/|$)/.test(path),
  });
  cpSync(join(recipeDir, "subprojects"), join(source, "subprojects"), { recursive: true });
  // Debian 12 has meson 1.0.1. The build file asks for 1.1 and uses nothing of it.
  replaceIn(join(source, "meson.build"), "meson_version: '>= 1.1.0'", "meson_version: '>= 1.0.0'");
  // mediasoup's BIO callback answers 1 to every control call. Debian's OpenSSL is compiled with kernel
  // TLS, so one of those calls asks whether the kernel encrypts; told "yes" it allocates no write buffer,
  // and the worker dies of a null pointer in the first DTLS handshake. The operation carries the flag
  // BIO_CB_RETURN together with the kind of call, so it must be tested as a flag to hand back the real answer.
  replaceIn(
    join(source, "src", "RTC", "DtlsTransport.cpp"),
    "(operationType == BIO_CB_RETURN)",
    "(operationType & BIO_CB_RETURN)",
  );
}

function replaceIn(file, from, to) {
  const text = readFileSync(file, "utf8");
  if (!text.includes(from)) {
    throw new Failure(`${file} no longer contains "${from}": the recipe does not fit this version of mediasoup.`, {
      fix: "Look at that place in mediasoup's source and mend scripts/mediasoup-worker/build.mjs.",
    });
  }
  writeFileSync(file, text.replaceAll(from, to));
}

/**
 * Gets libsrtp's source from the archives that apt already trusts, without touching apt's own state:
 * most machines have no `deb-src` line, and we need no root for it this way.
 */
async function addSrtpSource(work, source, log) {
  const lists = join(work, "apt", "lists");
  const parts = join(work, "apt", "parts");
  mkdirSync(join(lists, "partial"), { recursive: true });
  mkdirSync(parts, { recursive: true });
  const format =
    "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(REPO_URI) $(RELEASE) main|$(ORIGIN)|$(COMPONENT)";
  const targets = await run("apt-get", ["indextargets", "--format", format, "Created-By: Packages"], { log });
  const lines = targets.split("\n").filter((line) => line.endsWith("|Debian|main"));
  writeFileSync(join(parts, "src.list"), [...new Set(lines)].map((line) => `${line.split("|")[0]}\n`).join(""));
  const settings = [
    "Dir::Etc::SourceList=/dev/null",
    `Dir::Etc::SourceParts=${parts}`,
    `Dir::State::Lists=${lists}`,
    `Dir::Cache=${join(work, "apt")}`,
    "APT::Sandbox::User=",
  ].flatMap((setting) => ["-o", setting]);
  try {
    await run("apt-get", ["-q", ...settings, "update"], { cwd: work, log });
    await run("apt-get", ["-q", ...settings, "source", "--download-only", SRTP_SOURCE.package], { cwd: work, log });
  } catch (error) {
    throw new Failure(
      say("无法从 Debian 软件源获取 libsrtp 的源码。", "Debian's archive did not give the source of libsrtp."),
      {
        fix: say(
          "请检查 apt 软件源；或设置 LIANMAI_SRTP=installed 使用系统库（加密多占约 60% CPU）。",
          "Check apt's sources, or set LIANMAI_SRTP=installed to use the system's library (encryption then costs 1.6 times the CPU).",
        ),
        detail: error.detail,
        cause: error,
      },
    );
  }
  const archive = join(work, SRTP_SOURCE.archive);
  const sha256 = createHash("sha256").update(readFileSync(archive)).digest("hex");
  if (sha256 !== SRTP_SOURCE.sha256) {
    throw new Failure(`${SRTP_SOURCE.archive} has the wrong SHA-256 (${sha256}), so it was not used.`, {
      fix: "Check where apt downloads from, then try again.",
    });
  }
  const target = join(source, "subprojects", "libsrtp2src");
  mkdirSync(target);
  await run("tar", ["xzf", archive, "-C", target, "--strip-components=1"], { log });
  // The shim includes <srtp2/srtp.h>, the place where an installed library has it.
  cpSync(join(target, "include", "srtp.h"), join(source, "subprojects", "libsrtp3", "include", "srtp2", "srtp.h"));
}

async function compile(source, { log, onProgress }) {
  const options = [
    ["--buildtype", "release"],
    "-Db_ndebug=true",
    "--wrap-mode=nodownload",
    // io_uring gained nothing in our measurements and needs a newer liburing than Debian 12 has.
    "-Dms_disable_liburing=true",
    `-Dlibsrtp3:from_source=${srtpOrigin() === "source"}`,
  ].flat();
  await run("meson", ["setup", ...options, "build"], { cwd: source, log });
  // The FlatBuffers headers first: the build file does not say that the sources need them.
  await run("ninja", ["-C", "build", "fbs/FBS"], { cwd: source, log });
  await run("ninja", ["-C", "build", "-j", String(availableParallelism()), "mediasoup-worker"], {
    cwd: source,
    log,
    onLine: (line) => {
      const count = /^\[(\d+)\/(\d+)\]/.exec(line);
      if (count !== null) onProgress(`${say("编译", "compile")} ${count[1]}/${count[2]}`);
    },
  });
}

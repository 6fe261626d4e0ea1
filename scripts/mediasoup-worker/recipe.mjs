import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { distribution } from "../lib/apt.mjs";

/** The folder of this recipe; its `subprojects` stand in for the libraries that the worker's build would download. */
export const recipeDir = fileURLToPath(new URL(".", import.meta.url));

/**
 * Where libsrtp comes from: `source` compiles Debian's source package against OpenSSL, `installed` links
 * Debian's library. Debian 12 builds its own against NSS, which costs 1.6 times the CPU for the usual
 * cipher; other releases have other source packages, whose hash we do not know.
 *
 * @returns {"source" | "installed"}
 */
export function srtpOrigin(env = process.env) {
  if (env.LIANMAI_SRTP === "source" || env.LIANMAI_SRTP === "installed") return env.LIANMAI_SRTP;
  const { id, version } = distribution();
  return id === "debian" && version === "12" ? "source" : "installed";
}

/** Debian's packages that the build needs. */
export function buildPackages() {
  return [
    "g++",
    "pkg-config",
    "meson",
    "ninja-build",
    "libssl-dev",
    "libuv1-dev",
    "libusrsctp-dev",
    "libabsl-dev",
    "libflatbuffers-dev",
    "flatbuffers-compiler",
    ...(srtpOrigin() === "installed" ? ["libsrtp2-dev"] : []),
  ];
}

/**
 * The name under which a worker is kept outside the checkout: mediasoup's version, the architecture,
 * and a hash of all that decides what the build makes.
 *
 * @param {string} packageDir mediasoup's folder in node_modules.
 */
export function workerKey(packageDir) {
  const { version } = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8"));
  const hash = createHash("sha256");
  for (const file of recipeFiles()) hash.update(`${file}\n`).update(readFileSync(join(recipeDir, file)));
  hash.update(readFileSync(join(packageDir, "worker", "meson.build")));
  const { id, version: release } = distribution();
  hash.update(`${process.platform} ${id} ${release} ${srtpOrigin()}`);
  return `${version}-${process.arch}-${hash.digest("hex").slice(0, 12)}`;
}

/** The build itself and its stand-ins; not what surrounds it, whose changes make no other binary. */
function recipeFiles() {
  const standIns = readdirSync(join(recipeDir, "subprojects"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(recipeDir.length));
  return ["build.mjs", ...standIns.sort()];
}

import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { run } from "./run.mjs";

/** The packages that are published, in the order in which they need each other. */
export function publishedPackages() {
  return readdirSync(join(root, "packages")).map((name) => {
    const folder = join(root, "packages", name);
    return { folder, manifest: JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) };
  });
}

/**
 * Packs all packages as `npm publish` would; they have to be built.
 *
 * @param {string} target Folder for the tarballs; made when missing.
 * @returns {Promise<string[]>} The tarballs.
 */
export async function packPackages(target) {
  mkdirSync(target, { recursive: true });
  const packages = publishedPackages().filter(({ manifest }) => manifest.private !== true);
  for (const { folder } of packages) {
    // npm packs a licence only where it stands beside package.json; one file for all is enough in the checkout.
    const licence = join(folder, "LICENSE");
    copyFileSync(join(root, "LICENSE"), licence);
    try {
      await run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", target], { cwd: folder });
    } finally {
      rmSync(licence);
    }
  }
  return readdirSync(target)
    .filter((name) => name.endsWith(".tgz"))
    .map((name) => join(target, name));
}

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./lib/paths.mjs";

const read = (path) => readFileSync(join(root, path), "utf8");
const packageJson = JSON.parse(read("package.json"));

/** The instructions of a Dockerfile, one a line, without comments. */
function instructions(text) {
  return text
    .replace(/^\s*#.*$/gm, "")
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.trim().replace(/\s+/g, " "))
    .filter((line) => line !== "");
}

describe("the Dockerfile", () => {
  const lines = instructions(read("deploy/Dockerfile"));
  const of = (keyword) =>
    lines.filter((line) => line.startsWith(`${keyword} `)).map((line) => line.slice(keyword.length + 1));

  it("builds and runs on the Node that the packages ask for", () => {
    const [, major] = /^>=(\d+)/.exec(packageJson.engines.node);
    for (const from of of("FROM")) expect(from).toMatch(new RegExp(`^node:${major}-slim`));
  });

  it("copies what is there", () => {
    for (const copy of of("COPY")) {
      const [source] = copy.replace(/^--from=\S+ /, "").split(" ");
      const path = source.replace(/^\/src\/?/, "");
      // What is installed in the image is not in the checkout of everybody who runs this.
      if (path !== "node_modules") expect(existsSync(join(root, path)), copy).toBe(true);
    }
  });

  it("runs scripts and files that exist", () => {
    for (const command of of("RUN").flatMap((run) => run.split(" && "))) {
      const [, script] = /^npm run (\S+)/.exec(command) ?? [];
      if (script) expect(packageJson.scripts).toHaveProperty(script);
      const [, file] = /^node (\S+)/.exec(command) ?? [];
      if (file) expect(existsSync(join(root, file)), command).toBe(true);
    }
    const [entry] = of("ENTRYPOINT").map((one) => JSON.parse(one));
    expect(entry.slice(0, 1)).toEqual(["node"]);
    expect(existsSync(join(root, entry[1]))).toBe(true);
    expect(execFileSync(process.execPath, [join(root, entry[1]), "help", entry[2]], { encoding: "utf8" })).toContain(
      entry[3],
    );
  });

  it("does not run as root, keeps data in a volume of that user, and is watched", () => {
    const last = lines.map((line) => line.split(" ")[0]).lastIndexOf("FROM");
    const final = lines.slice(last);
    expect(final.find((line) => line.startsWith("USER "))).toBe("USER node");
    expect(final).toContain("VOLUME /data");
    const [, command] = final.find((line) => line.startsWith("HEALTHCHECK ")).split(" CMD ");
    const [program, flag, script] = JSON.parse(command);
    expect([program, flag]).toEqual(["node", "-e"]);
    expect(script).toContain("/healthz");
    // It is a program that ends, with 1 where nothing answers.
    const env = { ...process.env, LIANMAI_PORT: "1" };
    expect(() => execFileSync(process.execPath, ["-e", script], { env, stdio: "ignore" })).toThrow();
  });

  it("leaves out what is built elsewhere and what is secret", () => {
    const ignored = read("deploy/Dockerfile.dockerignore").split("\n");
    for (const name of [".git", ".lianmai", "**/node_modules", "**/dist"]) expect(ignored).toContain(name);
  });
});

describe("the systemd unit", () => {
  const unit = read("deploy/systemd/lianmai.service");
  const value = (name) => new RegExp(`^${name}=(.*)$`, "m").exec(unit)?.[1];

  it("starts the command that there is, with options that it knows", () => {
    const [, file, command, rest] = /node \/opt\/lianmai\/(\S+) (\S+) (.*)/.exec(value("ExecStart"));
    const help = execFileSync(process.execPath, [join(root, file), "help", command], { encoding: "utf8" });
    for (const [option] of rest.matchAll(/--\w+/g)) expect(help).toContain(option);
  });

  it("leaves the media workers alone while calls are drained, and waits for them", () => {
    const example = read("deploy/lianmai.example.jsonc");
    const [, drain] = /"drain": (\d+)/.exec(example);
    const [, sockets] = /"sockets": (\d+)/.exec(example);
    expect(value("KillMode")).toBe("mixed");
    expect(Number(value("TimeoutStopSec"))).toBeGreaterThan(Number(drain));
    expect(Number(value("LimitNOFILE"))).toBeGreaterThan(Number(sockets) + 1_000);
  });

  it("is what systemd takes", () => {
    let verify;
    try {
      verify = execFileSync("systemd-analyze", ["verify", join(root, "deploy/systemd/lianmai.service")], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
    } catch (error) {
      // Machines without systemd cannot tell.
      if (error.code === "ENOENT") return;
      throw new Error(error.stderr);
    }
    expect(verify).toBe("");
  });
});

import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../harness/index.js";
import { Lianmai } from "./lianmai.js";

let folder: string;
const running: Lianmai[] = [];
const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const one = new Lianmai(args, { cwd: folder, env });
  running.push(one);
  return one;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-events-"));
  await cp(join(root, "examples", "video-call"), join(folder, "project"), { recursive: true });
});
afterAll(async () => {
  for (const one of running) one.child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

it("dev --json tells of its addresses, of every compilation and of its end, a line each", async () => {
  const backEnd = `https://rtc-demo.example.com=${join(root, "examples", "backend")}`;
  const local = ["--host", "127.0.0.1", "--port", "0"];
  const dev = run(["dev", "project", ...local, "--back-end", backEnd, "--page", "/plain=project/pages", "--json"]);
  const ready = await dev.happens("ready");
  expect(ready).toMatchObject({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
    phoneUrl: null,
    pages: { "/plain": `${ready.url}plain/` },
    backEnds: [{ url: expect.stringMatching(/^http:/), log: expect.stringContaining("backend.log") }],
    appId: expect.stringMatching(/^[0-9a-f]{24}$/),
    logs: join(folder, ".lianmai", "logs"),
  });
  expect((await fetch(String(ready.url))).status).toBe(200);
  expect(dev.events()[0]).toMatchObject({ event: "compiled", ok: true, round: 1, diagnostics: [] });

  const template = join(folder, "project", "pages", "home", "home.ttml");
  const good = await readFile(template, "utf8");
  await writeFile(template, good.replace("</view>", "</text>"));
  const broken = await dev.happens("compiled", ({ ok }) => ok === false);
  expect(broken).toMatchObject({
    change: "none",
    diagnostics: expect.arrayContaining([
      expect.objectContaining({ severity: "error", file: "pages/home/home.ttml", line: expect.any(Number) }),
    ]),
  });
  await writeFile(template, good.replace("<view", "<view hover-class='none'"));
  await dev.happens("compiled", ({ ok, change }) => ok === true && change === "templates");

  await dev.stop();
  expect(dev.events().at(-1)).toEqual({ event: "stopping" });
  expect(await dev.exitCode()).toBe(0);
});

it("dev serves phones under a name and a certificate of one's own, and refuses one that has expired", async () => {
  const day = 86_400_000;
  const made = async (name: string, until: number) => {
    const { cert, private: key } = await generate([{ name: "commonName", value: "phone.example" }], {
      keyType: "ec",
      algorithm: "sha256",
      notBeforeDate: new Date(Date.now() - 30 * day),
      notAfterDate: new Date(Date.now() + until),
      extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "phone.example" }] }],
    });
    await writeFile(join(folder, `${name}.pem`), cert);
    await writeFile(join(folder, `${name}.key`), key);
    return ["--phone-host", "phone.example", "--cert", `${name}.pem`, "--key", `${name}.key`];
  };
  const local = ["dev", "project", "--host", "127.0.0.1", "--port", "0", "--json"];
  const dev = run([...local, "--phones", "5", ...(await made("good", 30 * day))]);
  const { url, phoneUrl } = await dev.happens("ready");
  expect(phoneUrl).toMatch(/^https:\/\/phone\.example:\d+\/m\/\?key=/);
  const cookie = (await fetch(String(url))).headers.get("set-cookie")?.split(";")[0] ?? "";
  const info = await fetch(new URL("__dev/info", String(url)), { headers: { cookie } });
  expect(await info.json()).toMatchObject({ phones: 5, phoneUrl });
  await dev.stop();

  const expired = run([...local, ...(await made("old", -day))]);
  expect(await expired.exitCode()).not.toBe(0);
  expect(JSON.parse(expired.stdout).error.message).toMatch(/expired/);
});

it.skipIf(process.getuid?.() !== 0 || process.platform !== "linux")(
  "dev on a machine without a network says that phones cannot come, and runs",
  async () => {
    const alone = new Lianmai(["dev", "project", "--port", "0"], {
      cwd: folder,
      // What this machine says of its address is of another network.
      env: { LIANMAI_HOST: undefined },
      around: ["unshare", "--net", "sh", "-c", 'ip link set lo up; exec "$@"', "sh"],
    });
    running.push(alone);
    await alone.prints(/Phones +none: this machine is in no network/);
    await alone.stop();
  },
);

it("open --json says when there is no browser, and goes on", async () => {
  // Nothing but node and npm's shell is on this path.
  const open = run(["open", "project", "--port", "0", "--json"], { LIANMAI_HOST: "127.0.0.1", PATH: folder });
  await open.happens("warning", ({ message }) => String(message).includes("browser"));
  const { url } = await open.happens("ready");
  expect((await fetch(String(url))).status).toBe(200);
  await open.stop();
});

const SERVE = "serve --host 127.0.0.1 --port 0 --workers 1 --media-port 21980 --json".split(" ");

it("serve --json tells where it is, keeps its log out of the way, and ends with an event", async () => {
  const serve = run(SERVE);
  const ready = await serve.happens("ready");
  expect(ready).toMatchObject({ url: `http://127.0.0.1:${ready.port}`, host: "127.0.0.1" });
  expect((await fetch(new URL("/healthz", String(ready.url)))).status).toBe(200);
  expect(serve.output).toContain('"msg":"listening"');
  expect(serve.stdout).not.toContain("listening");
  await serve.stop();
  expect(serve.events().map(({ event }) => event)).toEqual(["ready", "stopping"]);

  const again = run(SERVE);
  await again.happens("ready");
  // By this signal calls may go on for their time.
  again.child.kill("SIGTERM");
  await again.exitCode();
  expect(again.events().map(({ event }) => event)).toEqual(["ready", "draining", "stopping"]);
});

it("a start that fails is one value with a word for programs and a sentence for people", async () => {
  const dev = run(["dev", "nowhere", "--json"]);
  expect(await dev.exitCode()).toBe(2);
  expect(JSON.parse(dev.stdout)).toEqual({
    error: { code: "usage", message: expect.stringMatching(/There is no folder .*nowhere/) },
  });
});

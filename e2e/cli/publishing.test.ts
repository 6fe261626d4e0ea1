import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@lianmai/cli";
import { generate } from "selfsigned";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Lianmai, startServer } from "./lianmai.js";

let cwd: string;
let server: Lianmai;
let url: string;
let appid: string;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "lianmai-publishing-"));
  await run(["create", "call", "--template", "video-call", "--type", "ts"]);
  appid = JSON.parse(await readFile(join(cwd, "call/project.config.json"), "utf8")).appid;
  ({ server, url } = await startServer(cwd, await freePort()));
});
afterAll(async () => {
  await server?.stop();
  await rm(cwd, { recursive: true, force: true });
});

/** Runs the command to its end. */
async function run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ code: number | null; output: string }> {
  const lianmai = new Lianmai(args, { cwd, env });
  return { code: await lianmai.exitCode(), output: lianmai.output };
}

/** What the server has, as JSON. */
async function versions(): Promise<string[]> {
  const { code, output } = await run(["versions", "call", "--json"]);
  if (code !== 0) return [];
  const state = JSON.parse(output.split("\n").find((line) => line.startsWith("{")) ?? "{}");
  return state.versions.map(({ version }: { version: string }) => version);
}

/** Passes on so many bytes of uploads, and then is gone. */
async function brittleWay(port: number, most: number): Promise<Server> {
  let left = most;
  const way = createTcpServer((near) => {
    const far = connect(port, "127.0.0.1");
    near.on("error", () => {}).on("close", () => far.destroy());
    far.on("error", () => {}).on("close", () => near.destroy());
    far.pipe(near);
    near.on("data", (data) => {
      left -= data.length;
      if (left > 0) far.write(data);
      else near.destroy();
    });
  });
  await new Promise<void>((resolve) => way.listen(0, "127.0.0.1", resolve));
  return way;
}

describe("publishing by the command", () => {
  it("keeps the sign-in for this user only", async () => {
    expect((await stat(join(cwd, "home/credentials.json"))).mode & 0o777).toBe(0o600);
    expect(await run(["check-session"])).toMatchObject({ code: 0, output: expect.stringContaining(url) });
  });

  it("uploads nothing of a broken project, and says where it is broken", async () => {
    const file = join(cwd, "call/miniprogram/pages/call/call.ttml");
    const good = await readFile(file, "utf8");
    await writeFile(file, good.replace("</view>", "</text>"));
    const { code, output } = await run(["upload", "call", "-c", "broken"]);
    await writeFile(file, good);
    expect(code).toBe(3);
    expect(output).toMatch(/miniprogram\/pages\/call\/call\.ttml:\d+:\d+ error/);
    expect(output).toMatch(/Mend the errors above/);
    expect(await versions()).toEqual([]);
  });

  it("publishes nothing of an upload that was cut off, and goes on with it the next time", async () => {
    await writeFile(join(cwd, "call/miniprogram/icons/large.png"), randomBytes(2_000_000));
    const way = await brittleWay(Number(new URL(url).port), 600_000);
    const { port } = way.address() as AddressInfo;
    const credentials = join(cwd, "home/credentials.json");
    const { [url]: credential } = JSON.parse(await readFile(credentials, "utf8"));
    const cut = await run(["upload", "call", "-c", "first", "--server", `http://127.0.0.1:${port}`], {
      LIANMAI_TOKEN: credential.token,
    });
    way.close();
    expect(cut.code).toBe(5);
    expect(cut.output).toMatch(/cannot be reached: .*check the network and try again/);
    expect(cut.output).not.toMatch(/\n {4}at /);
    expect(await versions()).toEqual([]);
    const { code, output } = await run(["upload", "call", "-c", "first", "--json"]);
    expect(code).toBe(0);
    const result = JSON.parse(output.split("\n").find((line) => line.startsWith("{")) ?? "{}");
    expect(result).toMatchObject({ appid, version: "1.0.0" });
    expect(result.sentBytes).toBeLessThan(result.size);
    await rm(join(cwd, "call/miniprogram/icons/large.png"));
  });

  it("lets two uploads at once both become versions", async () => {
    const [one, two] = await Promise.all([run(["upload", "call", "-c", "one"]), run(["upload", "call", "-c", "two"])]);
    expect([one.code, two.code]).toEqual([0, 0]);
    // The same content is the same version.
    const shown = [one, two].map(({ output }) => /tt\w+ (1\.0\.\d)/.exec(output)?.[1]);
    expect(new Set([...(await versions())]).size).toBe((await versions()).length);
    expect(await versions()).toEqual(expect.arrayContaining(shown.filter((one) => one !== undefined)));
  });

  it("publishes to some, to all, and rolls back, and the page follows", async () => {
    const shows = async (channel = "") => {
      const page = await (await fetch(`${url}/p/${appid}/${channel}`)).text();
      return JSON.parse(/json">(.*?)<\/script>/.exec(page)?.[1] ?? "{}").version as string | undefined;
    };
    expect((await run(["publish", "call", "-v", "1.0.0"])).code).toBe(0);
    expect(await shows()).toBe("1.0.0");
    const gradual = await run(["publish", "call", "-v", "1.0.1", "--percent", "20"]);
    expect(gradual.output).toContain("1.0.1 to 20 % of the users");
    expect((await run(["publish", "call", "-v", "1.0.1"])).code).toBe(0);
    expect(await shows()).toBe("1.0.1");
    const back = await run(["publish", "call", "--rollback"]);
    expect(back.output).toContain("release is back at 1.0.0");
    expect(await shows()).toBe("1.0.0");
    expect((await run(["publish", "call", "-v", "7.7.7"])).output).toContain("There is no version 7.7.7");
  });

  it("previews on the server at a page of one's own choice, with its QR code in a file", async () => {
    for (const file of ["qr.svg", "qr.png"]) {
      const { code, output } = await run([
        ...["preview", "call", "--server", url, "--qrcode-output", file, "--json"],
        ...["--miniapp-path", "pages/call/call", "--miniapp-query", "room=1", "--miniapp-scene", "1011"],
      ]);
      expect(code).toBe(0);
      const shown = JSON.parse(output.split("\n").find((line) => line.startsWith("{")) ?? "{}");
      const address = new URL(shown.url);
      expect(address.pathname).toBe(`/p/${appid}/preview/`);
      expect(Object.fromEntries(address.searchParams)).toEqual({
        path: "pages/call/call",
        query: "room=1",
        scene: "1011",
      });
      expect((await fetch(address)).status).toBe(200);
      const start = await readFile(shown.qrcodeFilePath);
      expect(start.subarray(0, 4).toString("latin1")).toBe(file.endsWith("svg") ? "<svg" : "\u0089PNG");
    }
    // What is previewed is no version.
    expect(await versions()).not.toContain("preview");
    const meta = await run(["get-meta", "call", "--json"]);
    expect(JSON.parse(meta.output.split("\n").find((line) => line.startsWith("{")) ?? "{}").versions.length).toBe(
      (await versions()).length,
    );
  });

  it("says that a port is in use, and leaves its owner alone", async () => {
    const { port } = new URL(url);
    const { code, output } = await run(["preview", "call", "--host", "127.0.0.1", "--port", port]);
    expect(code).toBe(1);
    expect(output).toContain(`port ${port} is in use`);
    expect(output).not.toMatch(/\n {4}at /);
    expect((await run(["check-session"])).code).toBe(0);
  });

  it("audits by what the page may reach", async () => {
    const refused = await run(["audit", "call", "-v", "1.0.1"]);
    expect(refused.code).toBe(4);
    expect(refused.output).toMatch(/lianmai settings --domain https:\/\/api\.call\.example/);
    await run(["settings", "call", "--domain", "https://api.call.example=http://127.0.0.1:3001"]);
    expect(await run(["audit", "call", "-v", "1.0.1"])).toMatchObject({ code: 0 });
  });

  it("refuses a program that holds the app's key", async () => {
    const { output } = await run(["app", "--json"]);
    const [{ appKey }] = JSON.parse(output);
    const file = join(cwd, "call/miniprogram/config.ts");
    const good = await readFile(file, "utf8");
    await writeFile(file, `${good}\nexport const secret = "${appKey}";\nconsole.log(secret);\n`);
    const checked = await run(["check", "call"]);
    const before = await versions();
    const refused = await run(["upload", "call", "-c", "oops"]);
    await writeFile(file, good);
    expect(checked).toMatchObject({
      code: 3,
      output: expect.stringMatching(/config\.ts:\d+:\d+ error rtc-key-in-project/),
    });
    expect(refused).toMatchObject({ code: 4, output: expect.stringMatching(/holds AppKey .*app\.js.*refused/) });
    expect(await versions()).toEqual(before);
  });

  it("names a certificate that has expired, and one that nobody vouches for", async () => {
    const day = 86_400_000;
    for (const [from, to, sentence] of [
      [-30 * day, -day, /has expired; nothing was sent\. Renew it on the server/],
      [-day, day, /is not trusted .* --ca CERTIFICATE\.pem/],
    ] as const) {
      const { cert, private: key } = await generate([{ name: "commonName", value: "127.0.0.1" }], {
        keyType: "ec",
        algorithm: "sha256",
        notBeforeDate: new Date(Date.now() + from),
        notAfterDate: new Date(Date.now() + to),
        extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
      });
      const secure = createServer({ cert, key }, (_request, response) => void response.end("{}"));
      await new Promise<void>((resolve) => secure.listen(0, "127.0.0.1", resolve));
      const address = `https://127.0.0.1:${(secure.address() as AddressInfo).port}`;
      const ca = join(cwd, "ca.pem");
      await writeFile(ca, cert);
      // An expired one is refused although it is trusted.
      const trusted = sentence.source.includes("expired") ? ["--ca", ca] : [];
      const { code, output } = await run(["login", address, ...trusted], { LIANMAI_ADMIN_SECRET: "x".repeat(20) });
      secure.close();
      expect(code).toBe(5);
      expect(output).toMatch(sentence);
    }
  });

  it("signs out, here and on the server", async () => {
    const { [url]: credential } = JSON.parse(await readFile(join(cwd, "home/credentials.json"), "utf8"));
    expect((await run(["logout"])).output).toContain("Signed out of");
    const { code, output } = await run(["versions", "call", "--server", url], { LIANMAI_TOKEN: credential.token });
    expect(code).toBe(4);
    expect(output).toContain(`run lianmai login ${url}`);
  });
});

describe("a machine without a network", () => {
  // A network of its own needs the right to make one.
  it.skipIf(process.getuid?.() !== 0 || process.platform !== "linux")(
    "says that phones cannot come, and why",
    async () => {
      const alone = new Lianmai(["preview", "call", "--port", "0"], {
        cwd,
        around: ["unshare", "--net", "sh", "-c", 'ip link set lo up; exec "$@"', "sh"],
      });
      await alone.prints(/Phones cannot open this: the machine is in no network.*Join a Wi-Fi and try again/);
      await alone.stop();
    },
  );
});

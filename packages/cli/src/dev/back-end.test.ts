import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BackEnd } from "./back-end.js";

let folder: string;
let running: BackEnd | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-back-end-"));
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({ type: "module", scripts: { start: "node server.js" } }),
  );
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(folder, { recursive: true });
});

async function start(script: string): Promise<BackEnd> {
  await writeFile(join(folder, "server.js"), script);
  running = await BackEnd.start({ folder, logDir: join(folder, "logs"), env: { GREETING: "你好" } });
  return running;
}

const SERVER = `
  import { createServer } from "node:http";
  const server = createServer((request, response) => {
    if (request.url === "/end") process.exit(3);
    response.end(process.env.GREETING);
  });
  server.listen(process.env.PORT, process.env.HOST);
  console.log("up");
`;

describe("a back end", () => {
  it("listens where it was told, with the environment it was given, and its output in a log", async () => {
    const backEnd = await start(SERVER);
    expect(await (await fetch(backEnd.url)).text()).toBe("你好");
    expect(await readFile(backEnd.logFile, "utf8")).toContain("up");
  });

  it("is gone when it was stopped, without being reported", async () => {
    const backEnd = await start(SERVER);
    const reports: string[] = [];
    backEnd.onExit((how) => reports.push(how));
    await backEnd.stop();
    await expect(fetch(backEnd.url)).rejects.toThrow();
    expect(reports).toEqual([]);
  });

  it("is reported when it ends by itself", async () => {
    const backEnd = await start(SERVER);
    const report = new Promise<string>((resolve) => backEnd.onExit(resolve));
    await fetch(`${backEnd.url}/end`).catch(() => undefined);
    expect(await report).toBe("code 3");
  });

  it("that fails to start says what it said last", async () => {
    await expect(start(`console.error("no database"); process.exit(1);`)).rejects.toThrow(
      /did not start(.|\n)*no database/,
    );
  });
});

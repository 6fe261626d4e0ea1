import { existsSync, readFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { isLoopback } from "../dev/addresses.js";
import { CommandError, EXIT, UsageError } from "../errors.js";
import { Credentials, chooseServer, serverOrigin } from "../server/credentials.js";
import { ServerClient } from "../server/server-client.js";
import { palette } from "../terminal/colour.js";
import { say } from "../terminal/language.js";
import { Progress } from "../terminal/progress.js";
import { report } from "../terminal/report.js";

export interface LoginOptions {
  server: string;
  /** Reads the secret from standard input. */
  secretStdin: boolean;
  /** File of certificates to trust, PEM. */
  ca?: string;
  dataDir: string;
  json: boolean;
}

/** Seconds. Signing in once a month is bearable; a token that is lost is of use no longer. */
const LIFETIME = 30 * 24 * 3600;

/** `lianmai login`: trades the administrators' secret for a token, which is kept for this user only. */
export async function login(options: LoginOptions): Promise<void> {
  const server = serverOrigin(options.server);
  const ca = options.ca === undefined ? undefined : resolve(options.ca);
  const client = new ServerClient({ server, ...(ca === undefined ? {} : { ca }) });
  const secret = await readSecret(server, options);
  const signedIn = await new Progress({ quiet: options.json }).step(say("登录", "Sign in"), () =>
    client.ask<{ token: string; name: string; expiresAt: string }>("POST", "/api/admin/sign-in", {
      secret,
      name: `${userInfo().username}@${hostname()}`,
      expiresIn: LIFETIME,
    }),
  );
  const credentials = new Credentials();
  credentials.set(server, { ...signedIn, ...(ca === undefined ? {} : { ca }) });
  const { green } = palette(process.stdout);
  report(options.json, { server, name: signedIn.name, expiresAt: signedIn.expiresAt }, () =>
    [
      `${green("✓")} ${say(`已登录 ${server}，有效期至 ${signedIn.expiresAt}`, `Signed in to ${server} until ${signedIn.expiresAt}`)}`,
      `  ${say(`凭据保存在 ${credentials.file}`, `The credential is in ${credentials.file}`)}`,
    ].join("\n"),
  );
}

/** `lianmai logout`: makes the token useless on the server too, where that can be reached. */
export async function logout({ server: given, json }: { server?: string; json: boolean }): Promise<void> {
  const credentials = new Credentials();
  const server = chooseServer(given, undefined, credentials);
  const credential = credentials.get(server);
  if (credential === undefined) {
    throw new CommandError("not-signed-in", say(`没有登录 ${server}。`, `You are not signed in to ${server}.`));
  }
  let revoked = true;
  try {
    await new ServerClient({ server, ...credential }).ask("POST", "/api/admin/sign-out", {});
  } catch {
    // Not reachable, or signed out already: here it is forgotten all the same.
    revoked = false;
  }
  credentials.remove(server);
  report(json, { server, revoked }, () =>
    revoked
      ? say(`已退出 ${server}。`, `Signed out of ${server}.`)
      : say(`已删除本机凭据；${server} 未能确认。`, `The credential is removed here; ${server} did not confirm.`),
  );
}

/** `lianmai check-session`. @returns the exit code: 0 while the sign-in is good */
export async function checkSession({ server: given, json }: { server?: string; json: boolean }): Promise<number> {
  const credentials = new Credentials();
  const server = chooseServer(given, undefined, credentials);
  const credential = credentials.get(server);
  try {
    if (credential === undefined) throw new CommandError("not-signed-in", "");
    const client = new ServerClient({ server, ...credential });
    const { name, expiresAt } = await client.ask<{ name: string; expiresAt: string }>("GET", "/api/admin/session");
    report(json, { server, signedIn: true, name, expiresAt }, () =>
      say(
        `已登录 ${server}（${name}），有效期至 ${expiresAt}。`,
        `Signed in to ${server} as ${name} until ${expiresAt}.`,
      ),
    );
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof CommandError) || error.code !== "not-signed-in") throw error;
    report(json, { server, signedIn: false }, () =>
      say(`没有登录 ${server}，或登录已过期。`, `Not signed in to ${server}, or no longer.`),
    );
    return EXIT.refused;
  }
}

/** From standard input, the environment, the data folder of a server on this machine, or the keyboard. */
async function readSecret(server: string, { secretStdin, dataDir }: LoginOptions): Promise<string> {
  if (secretStdin) return readFileSync(0, "utf8").trim();
  if (process.env.LIANMAI_ADMIN_SECRET) return process.env.LIANMAI_ADMIN_SECRET;
  const file = join(dataDir, "admin-secret");
  if (isLoopback(new URL(server).hostname) && existsSync(file)) return readFileSync(file, "utf8").trim();
  if (!process.stdin.isTTY) {
    throw new UsageError(
      say(
        "需要管理密钥：用 --secret-stdin 从标准输入读取，或设置环境变量 LIANMAI_ADMIN_SECRET。它在服务器数据文件夹的 admin-secret 文件里。",
        "The admin secret is needed: give it on standard input with --secret-stdin, or in LIANMAI_ADMIN_SECRET. It is in the file admin-secret of the server's data folder.",
      ),
    );
  }
  return await askHidden(
    say(
      `${server} 的管理密钥（服务器数据文件夹的 admin-secret 文件）：`,
      `Admin secret of ${server} (in the file admin-secret of its data folder): `,
    ),
  );
}

/** Reads a line without showing it. */
async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  const answer = await new Promise<string>((resolve) => lines.question("", resolve));
  lines.close();
  process.stderr.write("\n");
  return answer.trim();
}

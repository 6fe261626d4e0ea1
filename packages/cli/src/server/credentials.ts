import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { CommandError, UsageError } from "../errors.js";
import { say } from "../terminal/language.js";

/** What lets this command into one server. */
export interface Credential {
  token: string;
  /** As it was given at the sign-in. */
  name: string;
  /** ISO time. */
  expiresAt: string;
  /** File with the certificates that the server's own is checked against, besides the system's. */
  ca?: string;
}

/** Signed-in servers by origin, in one file for this user only. */
export class Credentials {
  readonly #folder: string;

  /** @param env LIANMAI_HOME names the folder; TMA_CLI_HOME, which the original's command reads, is good too */
  constructor(env: NodeJS.ProcessEnv = process.env) {
    this.#folder =
      env.LIANMAI_HOME || env.TMA_CLI_HOME || join(env.XDG_CONFIG_HOME || join(homedir(), ".config"), "lianmai");
  }

  get file(): string {
    return join(this.#folder, "credentials.json");
  }

  servers(): string[] {
    return Object.keys(this.#read());
  }

  get(server: string): Credential | undefined {
    return this.#read()[server];
  }

  set(server: string, credential: Credential): void {
    this.#write({ ...this.#read(), [server]: credential });
  }

  /** @returns whether there was one */
  remove(server: string): boolean {
    const { [server]: found, ...others } = this.#read();
    if (found !== undefined) this.#write(others);
    return found !== undefined;
  }

  #read(): Record<string, Credential> {
    try {
      return JSON.parse(readFileSync(this.file, "utf8")) as Record<string, Credential>;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
      // What the parser says quotes the file, in which there are tokens.
      const why = error instanceof SyntaxError ? say("不是 JSON", "it is no JSON") : (error as Error).message;
      throw new CommandError(
        "failed",
        say(
          `凭据文件 ${this.file} 无法读取：${why}。可删除它后重新登录。`,
          `The credential file ${this.file} cannot be read: ${why}. Remove it and sign in again.`,
        ),
        { cause: error },
      );
    }
  }

  #write(all: Record<string, Credential>): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    // Moved into place whole, so that two commands at once leave no half of a file.
    const half = `${this.file}.${randomBytes(4).toString("hex")}`;
    writeFileSync(half, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
    chmodSync(half, 0o600);
    renameSync(half, this.file);
  }
}

/** The origin that a server is known by. @throws UsageError where it is no address */
export function serverOrigin(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url && (url.protocol === "http:" || url.protocol === "https:")) return url.origin;
  throw new UsageError(
    say(
      `服务器应为 http 或 https 地址，例如 https://rtc.example.com，收到的是 ${value}。`,
      `A server is an address of http or https, such as https://rtc.example.com, not ${value}.`,
    ),
  );
}

/** Who a command speaks to, in this order: its option, LIANMAI_SERVER, `lianmai.json`, the only server signed in to. */
export function chooseServer(
  given: string | undefined,
  ofProject: string | undefined,
  credentials: Credentials,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const named = given ?? env.LIANMAI_SERVER ?? ofProject;
  if (named !== undefined && named !== "") return serverOrigin(named);
  const known = credentials.servers();
  if (known.length === 1 && known[0] !== undefined) return known[0];
  throw new UsageError(
    known.length === 0
      ? say(
          "没有指定服务器：用 --server 地址，或先执行 lianmai login 地址。",
          "No server is named: use --server ADDRESS, or run lianmai login ADDRESS first.",
        )
      : say(
          `登录过多台服务器（${known.join("、")}），请用 --server 选择一台。`,
          `You are signed in to several servers (${known.join(", ")}): choose one by --server.`,
        ),
  );
}

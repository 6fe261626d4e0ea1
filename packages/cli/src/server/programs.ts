import { CommandError } from "../errors.js";
import type { Site } from "../site/site.js";
import { digest, sizeOf } from "../site/site.js";
import { say } from "../terminal/language.js";
import type { ServerClient } from "./server-client.js";

export const CHANNELS = ["testing", "review", "release"] as const;
export type Channel = (typeof CHANNELS)[number];

export interface ChannelState {
  version?: string;
  gradual?: { version: string; percent: number };
}

/** A published program, as the server tells its developer. */
export interface ProgramState {
  appid: string;
  name: string;
  /** What its back end exchanges login codes with. */
  secret: string;
  domains: { origin: string; target?: string }[];
  origins: string[];
  channels: Record<Channel, ChannelState>;
  /** The newest first. */
  versions: {
    version: string;
    changeLog: string;
    size: number;
    files: number;
    uploadedBy: string;
    uploadedAt: number;
  }[];
  releases: {
    channel: Channel;
    version: string;
    percent: number;
    rolledBack: boolean;
    releasedBy: string;
    releasedAt: number;
  }[];
}

export interface UploadResult {
  version: string;
  /** Bytes of all files. */
  size: number;
  /** Files and bytes that had to be sent. */
  sentFiles: number;
  sentBytes: number;
}

/** So many files are on their way at once: enough to hide the way, few enough for a slow line. */
const AT_ONCE = 4;

/** What a server does for published mini-programs. */
export class Programs {
  constructor(private readonly client: ServerClient) {}

  get(appid: string): Promise<ProgramState> {
    return this.client.ask("GET", path(appid));
  }

  /** The same; undefined where the server has never heard of it. */
  async find(appid: string): Promise<ProgramState | undefined> {
    const { programs } = await this.client.ask<{ programs: ProgramState[] }>("GET", "/api/programs");
    return programs.find((program) => program.appid === appid);
  }

  configure(
    appid: string,
    changes: Partial<Pick<ProgramState, "name" | "domains" | "origins">>,
  ): Promise<ProgramState> {
    return this.client.ask("PUT", path(appid), changes);
  }

  release(appid: string, given: { channel: Channel; version: string; percent: number }): Promise<ProgramState> {
    return this.client.ask("POST", `${path(appid)}/releases`, given);
  }

  rollBack(appid: string, given: { channel: Channel; version?: string }): Promise<ProgramState & { version: string }> {
    return this.client.ask("POST", `${path(appid)}/rollbacks`, given);
  }

  audit(
    appid: string,
    version: string,
  ): Promise<{ passed: boolean; findings: { severity: "error" | "warning"; message: string }[] }> {
    return this.client.ask("POST", `${path(appid)}/audits`, { version });
  }

  /**
   * Sends a built program: only files that the server does not have. One that was cut off goes on where it stopped when
   * it is sent again; until the last request nothing of it is to be seen.
   */
  async upload(
    site: Site,
    given: { appid: string; version?: string; changeLog: string; preview?: boolean },
    tell: (text: string) => void = () => {},
  ): Promise<UploadResult> {
    const byDigest = new Map<string, Buffer>();
    const files: Record<string, { sha256: string; size: number }> = {};
    for (const [name, content] of site.files) {
      const sha256 = digest(content);
      files[name] = { sha256, size: content.length };
      byDigest.set(sha256, content);
    }
    const base = path(given.appid);
    const { missing } = await this.client.askAgain<{ missing: string[] }>("POST", `${base}/files`, { files });
    let sentBytes = 0;
    const queue = [...missing];
    const send = async () => {
      for (let sha256 = queue.shift(); sha256 !== undefined; sha256 = queue.shift()) {
        const content = byDigest.get(sha256);
        if (content === undefined) throw unknownFile(sha256);
        await this.client.askAgain("PUT", `${base}/files/${sha256}`, content);
        sentBytes += content.length;
        tell(`${missing.length - queue.length} / ${missing.length}, ${(sentBytes / 1024).toFixed(0)} KB`);
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, missing.length) }, send));
    const { version } = await this.client.askAgain<{ version: string }>("POST", `${base}/versions`, {
      changeLog: given.changeLog,
      files,
      hash: site.hash,
      ...(given.version === undefined ? {} : { version: given.version }),
      ...(given.preview ? { preview: true } : {}),
    });
    return { version, size: sizeOf(site.files), sentFiles: missing.length, sentBytes };
  }
}

function path(appid: string): string {
  return `/api/programs/${encodeURIComponent(appid)}`;
}

function unknownFile(sha256: string): CommandError {
  return new CommandError(
    "failed",
    say(`服务器要求了没有的文件 ${sha256}。`, `The server asks for a file that there is not: ${sha256}.`),
  );
}

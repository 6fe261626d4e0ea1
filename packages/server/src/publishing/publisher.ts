import { PROGRAM_PAGE } from "@lianmai/protocol";
import type { Clock } from "../clock/clock.js";
import type { ProgramStore } from "../store/programs.js";
import { type AuditFinding, audit } from "./audit.js";
import type { BlobStore } from "./blob-store.js";
import { channelState, versionBefore } from "./channel-state.js";
import { findSecret, type NamedSecret } from "./key-search.js";
import { settingsIn } from "./page-settings.js";
import {
  type Channel,
  checkFiles,
  checkProgramId,
  checkSize,
  checkVersion,
  PREVIEW,
  type Program,
  type ProgramFile,
  type ProgramVersion,
  type Release,
} from "./program.js";
import { PublishingError } from "./publishing-error.js";
import { expiredVersions, type RetentionPolicy } from "./retention.js";
import { nextVersion } from "./version-order.js";

export interface PublisherOptions {
  store: ProgramStore;
  blobs: BlobStore;
  clock: Clock;
  retention: RetentionPolicy;
  /** What no page may hold: the keys of apps, the secrets of the OpenAPI. */
  secrets(): Promise<NamedSecret[]>;
}

export interface NewVersion {
  /** The next one when left out. */
  version?: string;
  changeLog: string;
  files: unknown;
  hash: string;
  /** Takes the place of the last preview instead of becoming a version. */
  preview?: boolean;
  by: string;
}

/** A program with all that is kept of it. */
export interface ProgramState {
  readonly program: Program;
  /** The newest first. */
  readonly versions: readonly ProgramVersion[];
  /** The newest first. */
  readonly releases: readonly Release[];
}

const VERSION_TRIES = 5;

/** Takes versions in, and puts them on channels. A version is there whole or not at all. */
export class Publisher {
  readonly #options: PublisherOptions;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  list(): Promise<Program[]> {
    return this.#options.store.list();
  }

  /** @throws PublishingError where there is none */
  async state(programId: string): Promise<ProgramState> {
    const { store } = this.#options;
    const program = await store.get(programId);
    if (program === undefined) {
      throw PublishingError.notFound(
        `服务器上没有小程序 ${programId}，请先执行 lianmai upload。`,
        `There is no mini-program ${programId} on this server: run lianmai upload first.`,
      );
    }
    const [versions, releases] = await Promise.all([store.versions(programId), store.releases(programId)]);
    return { program, versions, releases };
  }

  /** Changes name, request domains or the origins of static hosts; makes the program where it is not there yet. */
  async configure(programId: string, changes: Partial<Pick<Program, "name" | "domains" | "origins">>): Promise<void> {
    const { store, clock } = this.#options;
    await this.#guarded(async () => {
      await store.ensure(checkProgramId(programId), changes.name ?? programId, clock.now());
      await store.update(programId, changes);
    });
  }

  /** @returns the digests of those files that have to be sent */
  async missing(programId: string, files: unknown): Promise<string[]> {
    checkProgramId(programId);
    const digests = new Set(Object.values(checkFiles(files)).map(({ sha256 }) => sha256));
    const missing: string[] = [];
    for (const sha256 of digests) if (!(await this.#options.blobs.has(sha256))) missing.push(sha256);
    return missing;
  }

  /** Takes one file of a version to come. */
  async receive(sha256: string, content: Buffer): Promise<void> {
    checkSize(sha256, content.length);
    await this.#options.blobs.put(sha256, content);
  }

  /**
   * Makes a version of files that have arrived. Sending the same version once more is no error: the answer to the first
   * time may have been lost.
   *
   * @throws PublishingError where files are missing, one holds a key, or the version is taken
   */
  async addVersion(programId: string, given: NewVersion): Promise<ProgramVersion> {
    checkProgramId(programId);
    const { store, clock } = this.#options;
    const files = checkFiles(given.files);
    const name = await this.#checkContent(programId, files);
    const size = Object.values(files).reduce((sum, file) => sum + file.size, 0);
    return await this.#guarded(async () => {
      await store.ensure(programId, name, clock.now());
      for (let tries = 1; ; tries++) {
        const known = await store.versions(programId);
        const version = given.preview
          ? PREVIEW
          : given.version === undefined
            ? nextVersion(known.map((one) => one.version))
            : checkVersion(given.version);
        const added: ProgramVersion = {
          version,
          changeLog: given.changeLog,
          hash: given.hash,
          files,
          size,
          uploadedBy: given.by,
          uploadedAt: clock.now(),
        };
        if (await store.addVersion(programId, added, { replace: given.preview === true })) {
          await store.update(programId, { name });
          await this.#forgetOld(programId);
          return added;
        }
        const taken = (await store.versions(programId)).find((one) => one.version === version);
        if (taken !== undefined && taken.hash === given.hash) return taken;
        // Somebody else took the number that was next.
        if (given.version === undefined && tries < VERSION_TRIES) continue;
        throw PublishingError.conflict(
          `版本 ${version} 已由 ${taken?.uploadedBy ?? "别人"} 上传，内容不同。请换一个版本号，或不指定版本号以使用下一个。`,
          `Version ${version} was uploaded by ${taken?.uploadedBy ?? "somebody else"} with other content. Choose another version, or none to take the next one.`,
        );
      }
    });
  }

  /**
   * Puts a version on a channel.
   *
   * @param percent of the users, 1 to 100; below 100 the others keep what they have
   */
  async release(
    programId: string,
    given: { channel: Channel; version: string; percent: number; by: string },
  ): Promise<ProgramState> {
    const state = await this.state(programId);
    this.#requireVersion(state, given.version);
    if (!Number.isInteger(given.percent) || given.percent < 1 || given.percent > 100) {
      throw PublishingError.invalid(
        `比例应为 1 到 100 的整数，收到的是 ${given.percent}。`,
        `The percentage is a whole number from 1 to 100, not ${given.percent}.`,
      );
    }
    const current = channelState(state.releases, given.channel);
    if (given.percent < 100 && current.version === undefined) {
      throw PublishingError.invalid(
        `渠道 ${given.channel} 还没有版本，其余用户将无内容可看：第一次请用 100。`,
        `Channel ${given.channel} has no version yet, so the other users would get nothing: begin with 100.`,
      );
    }
    if (given.percent < 100 && current.version === given.version) {
      throw PublishingError.invalid(
        `版本 ${given.version} 已对全部用户发布。要收回请用 lianmai publish --rollback。`,
        `Version ${given.version} is out to everybody already. To take it back, use lianmai publish --rollback.`,
      );
    }
    await this.#add(programId, { ...given, rolledBack: false });
    return await this.state(programId);
  }

  /** Takes the version before back into use, or a named one. */
  async rollBack(
    programId: string,
    given: { channel: Channel; version?: string; by: string },
  ): Promise<{ state: ProgramState; version: string }> {
    const before = await this.state(programId);
    const version = given.version ?? versionBefore(before.releases, given.channel);
    if (version === undefined) {
      throw PublishingError.conflict(
        `渠道 ${given.channel} 没有更早的版本可以回退。`,
        `Channel ${given.channel} has no earlier version to go back to.`,
      );
    }
    this.#requireVersion(before, version);
    await this.#add(programId, { channel: given.channel, version, percent: 100, by: given.by, rolledBack: true });
    return { state: await this.state(programId), version };
  }

  /** Checks a version as a reviewer would; without faults it goes to the channel `review`. */
  async audit(programId: string, version: string, by: string): Promise<AuditFinding[]> {
    const state = await this.state(programId);
    const found = this.#requireVersion(state, version);
    const findings = await audit(state.program, found, (path) => this.#read(found.files, path));
    if (!findings.some(({ severity }) => severity === "error")) {
      await this.#add(programId, { channel: "review", version, percent: 100, by, rolledBack: false });
    }
    return findings;
  }

  #requireVersion(state: ProgramState, version: string): ProgramVersion {
    const found = state.versions.find((one) => one.version === version);
    if (found !== undefined && found.version !== PREVIEW) return found;
    const known = state.versions.filter((one) => one.version !== PREVIEW).map((one) => one.version);
    throw PublishingError.notFound(
      `没有版本 ${version}；现有 ${known.join("、") || "（无）"}。`,
      `There is no version ${version}; there are ${known.join(", ") || "none"}.`,
    );
  }

  /** @returns the name of the mini-program, which its page tells */
  async #checkContent(programId: string, files: Record<string, ProgramFile>): Promise<string> {
    const { blobs, secrets } = this.#options;
    for (const { sha256, size } of Object.values(files)) {
      if ((await blobs.size(sha256, "identity")) === size) continue;
      throw PublishingError.conflict(
        "还有文件没有传完，请重新执行 upload，会从断开处继续。",
        "Some files have not arrived yet. Upload again; it goes on where it stopped.",
      );
    }
    const settings =
      PROGRAM_PAGE in files ? settingsIn((await this.#read(files, PROGRAM_PAGE)).toString("utf8")) : undefined;
    if (settings === undefined || !(settings.frame in files)) {
      throw PublishingError.invalid(
        "这些文件不是 lianmai build 的产物，或两端版本不同。请用与服务器同一版本的 lianmai 上传。",
        "These files were not made by lianmai build, or by another version of it. Upload with the lianmai of this server's version.",
      );
    }
    const program = await this.#options.store.get(programId);
    const known = [...(await secrets()), ...(program ? [{ name: "AppSecret", value: program.secret }] : [])];
    const found = await findSecret(Object.keys(files), (path) => this.#read(files, path), known);
    if (found === undefined) return settings.name;
    throw new PublishingError(422, "holds-key", {
      zh: `小程序里有密钥 ${found.name}（${found.path}），任何人都能读到，已拒绝上传。请从项目中删去它，让自己的后端用它签发 Token；已经外泄的密钥请更换。`,
      en: `The mini-program holds ${found.name} (in ${found.path}), which anybody could read: it was refused. Remove it from the project and let your own back end sign tokens with it; change a key that has got out.`,
    });
  }

  async #read(files: Readonly<Record<string, ProgramFile>>, path: string): Promise<Buffer> {
    const file = files[path];
    if (file === undefined) throw new RangeError(`the version has no file ${path}`);
    return await this.#options.blobs.read(file.sha256);
  }

  async #add(
    programId: string,
    { by, ...release }: { channel: Channel; version: string; percent: number; by: string; rolledBack: boolean },
  ): Promise<void> {
    await this.#guarded(() =>
      this.#options.store.addRelease(programId, { ...release, releasedBy: by, releasedAt: this.#options.clock.now() }),
    );
  }

  async #forgetOld(programId: string): Promise<void> {
    const { store, blobs, clock, retention } = this.#options;
    const [versions, releases] = await Promise.all([store.versions(programId), store.releases(programId)]);
    await store.removeVersions(programId, expiredVersions(versions, releases, retention, clock.now()));
    await blobs.sweep(await store.usedFiles(), clock.now());
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw PublishingError.fromStorage(error);
    }
  }
}

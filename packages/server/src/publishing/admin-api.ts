import type { IncomingMessage, ServerResponse } from "node:http";
import type { AuditEntry } from "../history/audit-log.js";
import { sendJson } from "../http/handler.js";
import { languageOf, readBody, readObject } from "./answers.js";
import { channelState } from "./channel-state.js";
import { CHANNELS, checkChannel, checkProgramId, isDigest, PREVIEW, PROGRAM_LIMITS } from "./program.js";
import type { ProgramState, Publisher } from "./publisher.js";
import { PublishingError } from "./publishing-error.js";
import { parseDomains, parseOrigins } from "./request-domains.js";

const JSON_LIMIT = 2 * 1024 * 1024;
/** Longer change-logs belong elsewhere. */
const CHANGE_LOG_LIMIT = 4_000;

/**
 * What `lianmai upload`, `audit`, `publish` and `settings` call, below `/api/programs`. The caller has made sure who
 * asks.
 */
export class ProgramAdminApi {
  constructor(
    private readonly publisher: Publisher,
    private readonly onAudit: (entry: AuditEntry) => void,
  ) {}

  /** @param by whose name stands at versions and releases */
  async handle(path: string, by: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [id, what, name, ...more] = path.split("/").map(decode);
    const method = request.method ?? "GET";
    if (id === undefined || id === "") {
      if (method !== "GET") throw noSuch(method, path);
      const programs = await this.publisher.list();
      const states = await Promise.all(programs.map(({ programId }) => this.publisher.state(programId)));
      return sendJson(response, 200, { programs: states.map(describe) });
    }
    const programId = checkProgramId(id);
    const route =
      more.length > 0 ? "" : `${method} ${[what, name === undefined ? undefined : "*"].filter(Boolean).join("/")}`;
    switch (route.trim()) {
      case "GET":
        return sendJson(response, 200, { ...describe(await this.publisher.state(programId)) });
      case "PUT":
        return await this.#configure(programId, by, request, response);
      case "POST files": {
        const { files } = await readObject(request, JSON_LIMIT);
        return sendJson(response, 200, { missing: await this.publisher.missing(programId, files) });
      }
      case "PUT files/*":
        if (!isDigest(name)) throw PublishingError.invalid("文件名应为 SHA-256。", "A file is named by its SHA-256.");
        await this.publisher.receive(name, await readBody(request, PROGRAM_LIMITS.fileSize));
        return sendJson(response, 201, { sha256: name });
      case "POST versions":
        return await this.#addVersion(programId, by, request, response);
      case "POST audits": {
        const { version } = await readObject(request, JSON_LIMIT);
        const details = { programId, version: String(version) };
        const findings = await this.#audited(by, "AuditProgramVersion", details, () =>
          this.publisher.audit(programId, String(version), by),
        );
        const language = languageOf(request);
        return sendJson(response, 200, {
          passed: !findings.some(({ severity }) => severity === "error"),
          findings: findings.map(({ severity, text }) => ({ severity, message: text[language] })),
        });
      }
      case "POST releases": {
        const { channel, version, percent = 100 } = await readObject(request, JSON_LIMIT);
        const given = { channel: checkChannel(channel), version: String(version), percent: Number(percent), by };
        const { by: _by, ...details } = { programId, ...given };
        const state = await this.#audited(by, "ReleaseProgramVersion", details, () =>
          this.publisher.release(programId, given),
        );
        return sendJson(response, 200, describe(state));
      }
      case "POST rollbacks": {
        const { channel = "release", version } = await readObject(request, JSON_LIMIT);
        const given = {
          channel: checkChannel(channel),
          by,
          ...(version === undefined ? {} : { version: String(version) }),
        };
        const { by: _by, ...details } = { programId, ...given };
        const { state, version: now } = await this.#audited(by, "RollBackProgram", details, () =>
          this.publisher.rollBack(programId, given),
        );
        return sendJson(response, 200, { ...describe(state), version: now });
      }
      default:
        throw noSuch(method, path);
    }
  }

  /** Does something that a log of who did what has to know, and tells it how that ended. */
  async #audited<T>(
    actor: string,
    action: string,
    details: Readonly<Record<string, unknown>>,
    work: () => Promise<T>,
  ): Promise<T> {
    const entry = {
      actorKind: "admin",
      actor,
      action,
      version: "",
      appId: "",
      roomId: "",
      userId: "",
      details,
    } as const;
    try {
      const result = await work();
      this.onAudit({ ...entry, outcome: "ok", requestId: "" });
      return result;
    } catch (error) {
      this.onAudit({ ...entry, outcome: error instanceof PublishingError ? error.code : "failed", requestId: "" });
      throw error;
    }
  }

  async #configure(programId: string, by: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { name, domains, origins } = await readObject(request, JSON_LIMIT);
    const changes = {
      ...(typeof name === "string" && name !== "" ? { name: name.slice(0, 100) } : {}),
      ...(domains === undefined ? {} : { domains: parseDomains(domains) }),
      ...(origins === undefined ? {} : { origins: parseOrigins(origins) }),
    };
    await this.#audited(by, "ConfigureProgram", { programId, ...changes }, () =>
      this.publisher.configure(programId, changes),
    );
    sendJson(response, 200, describe(await this.publisher.state(programId)));
  }

  async #addVersion(programId: string, by: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { version, changeLog = "", files, hash, preview } = await readObject(request, JSON_LIMIT);
    if (typeof changeLog !== "string" || changeLog.length > CHANGE_LOG_LIMIT || typeof hash !== "string") {
      throw PublishingError.invalid(
        `更新说明最多 ${CHANGE_LOG_LIMIT} 个字符。`,
        `A change-log has ${CHANGE_LOG_LIMIT} characters at most.`,
      );
    }
    const given = version === undefined ? {} : { version: String(version) };
    const details = { programId, ...given, hash: hash.slice(0, 64), preview: preview === true };
    const added = await this.#audited(by, "UploadProgramVersion", details, () =>
      this.publisher.addVersion(programId, {
        ...given,
        changeLog,
        files,
        hash: details.hash,
        preview: details.preview,
        by,
      }),
    );
    sendJson(response, 201, { version: added.version, size: added.size });
  }
}

/** A program as its developer sees it. */
function describe({ program, versions, releases }: ProgramState) {
  return {
    appid: program.programId,
    name: program.name,
    secret: program.secret,
    domains: program.domains,
    origins: program.origins,
    channels: Object.fromEntries(CHANNELS.map((channel) => [channel, channelState(releases, channel)])),
    versions: versions
      .filter(({ version }) => version !== PREVIEW)
      .map(({ files, ...version }) => ({ ...version, files: Object.keys(files).length })),
    releases: releases.slice(0, 100),
  };
}

function noSuch(method: string, path: string): PublishingError {
  return PublishingError.notFound(`没有接口 ${method} ${path}。`, `There is no ${method} ${path}.`);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import * as v from "valibot";
import type { Clock } from "../clock/clock.js";
import type { ProxyTrust } from "../http/client-address.js";
import { type HttpHandler, pathOf, sendJson } from "../http/handler.js";
import type { AdminTokenStore } from "../store/admin-tokens.js";
import { AdminRefusal } from "./admin-refusal.js";
import { readObject } from "./read-object.js";
import { SignInAttempts } from "./sign-in-attempts.js";

/** How long a token of an administrator is good unless it is told otherwise, in seconds. */
export const DEFAULT_ADMIN_TOKEN_LIFETIME = 24 * 3600;
/** The longest that it may be, in seconds. */
export const LONGEST_ADMIN_TOKEN_LIFETIME = 30 * 24 * 3600;

const PREFIX = "/api/admin/";

const SignInSchema = v.strictObject({
  secret: v.pipe(v.string(), v.maxLength(1024)),
  name: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64)), "admin"),
  expiresIn: v.optional(v.pipe(v.number(), v.integer(), v.minValue(60), v.maxValue(LONGEST_ADMIN_TOKEN_LIFETIME))),
});
const SignOutSchema = v.strictObject({ everywhere: v.optional(v.boolean(), false) });

/** Somebody who is signed in. */
export interface AdminIdentity {
  /** What it called itself when it signed in; for logs, and no proof of who it is. */
  name: string;
}

export interface AdminOptions {
  /** What administrators sign in with. */
  secret: string;
  /** Seconds. Default 24 hours. */
  tokenLifetime?: number;
  tokens: AdminTokenStore;
  trust: ProxyTrust;
  clock: Clock;
  logger: Logger;
}

/**
 * Signs administrators in and out below `/api/admin/`, and tells who sends a request. Whoever knows the secret gets a
 * token for a while; only hashes of tokens are kept, made with the secret, so that a new secret ends all of them.
 */
export class Admin implements HttpHandler {
  private readonly attempts: SignInAttempts;

  constructor(private readonly options: AdminOptions) {
    this.attempts = new SignInAttempts(options.clock);
  }

  /** Who sends a request, by its `Authorization: Bearer` header. @returns undefined when nobody is signed in by it */
  async authenticate(request: IncomingMessage): Promise<AdminIdentity | undefined> {
    const session = await this.session(request);
    return session && { name: session.name };
  }

  /** The same for those who let nobody else in. @throws AdminRefusal that can answer the request by its `send` */
  async require(request: IncomingMessage): Promise<AdminIdentity> {
    const identity = await this.authenticate(request);
    if (identity === undefined) throw AdminRefusal.notSignedIn();
    return identity;
  }

  handleRequest(request: IncomingMessage, response: ServerResponse): boolean | Promise<boolean> {
    const path = pathOf(request);
    return path.startsWith(PREFIX) ? this.answer(path.slice(PREFIX.length), request, response) : false;
  }

  private async answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    try {
      switch (`${request.method} ${path}`) {
        case "POST sign-in":
          sendJson(response, 200, await this.signIn(request));
          return true;
        case "POST sign-out":
          await this.signOut(request);
          response.writeHead(204).end();
          return true;
        case "GET session": {
          const session = await this.session(request);
          if (session === undefined) throw AdminRefusal.notSignedIn();
          sendJson(response, 200, { name: session.name, expiresAt: new Date(session.expiresAt).toISOString() });
          return true;
        }
        default:
          // What else is below this path is not ours to know.
          return false;
      }
    } catch (error) {
      if (!(error instanceof AdminRefusal)) throw error;
      error.send(request, response);
      return true;
    }
  }

  private async signIn(request: IncomingMessage): Promise<{ token: string; name: string; expiresAt: string }> {
    const { clock, logger, secret, tokens, trust } = this.options;
    const address = trust.addressOf(request);
    const given = await readObject(request, SignInSchema);
    // From here to the count of a failure nothing is awaited: of many attempts at once each counts for the next.
    const wait = this.attempts.waitOf(address);
    if (wait > 0) throw AdminRefusal.tooManyAttempts(wait);
    if (!sameSecret(given.secret, secret)) {
      this.attempts.fail(address);
      logger.warn({ address, name: given.name }, "admin sign-in refused: wrong secret");
      throw AdminRefusal.wrongSecret();
    }
    this.attempts.succeed(address);
    const token = randomBytes(32).toString("base64url");
    const now = clock.now();
    const lifetime = given.expiresIn ?? this.options.tokenLifetime ?? DEFAULT_ADMIN_TOKEN_LIFETIME;
    const expiresAt = now + lifetime * 1000;
    await tokens.add(this.hash(token), { name: given.name, expiresAt }, now);
    logger.info({ address, name: given.name }, "admin signed in");
    return { token, name: given.name, expiresAt: new Date(expiresAt).toISOString() };
  }

  private async signOut(request: IncomingMessage): Promise<void> {
    const { logger, tokens } = this.options;
    const session = await this.session(request);
    if (session === undefined) throw AdminRefusal.notSignedIn();
    const { everywhere } = await readObject(request, SignOutSchema);
    if (everywhere) await tokens.removeAll();
    else await tokens.remove(session.hash);
    logger.info({ name: session.name, everywhere }, "admin signed out");
  }

  private async session(request: IncomingMessage) {
    const [, token] = /^Bearer ([\w-]{16,128})$/i.exec(request.headers.authorization ?? "") ?? [];
    if (token === undefined) return undefined;
    const hash = this.hash(token);
    const found = await this.options.tokens.find(hash);
    return found && found.expiresAt > this.options.clock.now() ? { ...found, hash } : undefined;
  }

  private hash(token: string): string {
    return createHmac("sha256", this.options.secret).update(token).digest("base64url");
  }
}

/** Takes the same time wherever the two differ, and however long they are. */
function sameSecret(given: string, right: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text, "utf8").digest();
  return timingSafeEqual(digest(given), digest(right));
}

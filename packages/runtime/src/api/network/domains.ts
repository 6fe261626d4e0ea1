import type { DomainKind } from "@lianmai/compiler/bundle";
import type { Environment } from "../../kernel/environment.js";
import { ApiError } from "../core/errors.js";

/**
 * Holds requests to the domains that the project names, as the platform does with the list in its console. A project
 * that names none for a kind is not held, nor is one whose `urlCheck` is off.
 *
 * @throws {ApiError} `url not in domain list`, the platform's own words
 */
export function checkDomain(environment: Environment, kind: DomainKind, url: string): void {
  const { urlCheck, lianmai } = environment.definition.project;
  const list = lianmai.domains?.[kind];
  if (urlCheck === false || !list) return;
  const asked = new URL(url).origin;
  if (list.some((domain) => originOf(domain, kind) === asked)) return;
  environment.warn(
    `${url} is not in lianmai.domains.${kind} of project.config.json: add "${asked}" there, or set urlCheck to false while developing.`,
  );
  throw new ApiError("url not in domain list", { errorType: "D" });
}

/** A domain without a scheme means the secure one, as in the platform's console. */
function originOf(domain: string, kind: DomainKind): string | undefined {
  const whole = /^\w+:\/\//.test(domain) ? domain : `${kind === "socket" ? "wss" : "https"}://${domain}`;
  return URL.canParse(whole) ? new URL(whole).origin : undefined;
}

import type { RequestDomain } from "./program.js";
import { PublishingError } from "./publishing-error.js";

/** The platform allows some hundred; more would make the header of every page too long. */
const MOST = 50;

/** @throws PublishingError where an entry is no origin, or its target no address */
export function parseDomains(value: unknown): RequestDomain[] {
  return list(value).map((entry) => {
    const { origin, target } = (
      typeof entry === "string" ? { origin: entry } : (entry ?? {})
    ) as Partial<RequestDomain>;
    const checked = checkOrigin(origin);
    if (target === undefined) return { origin: checked };
    if (typeof target === "string" && /^https?:/.test(target) && URL.canParse(target)) {
      const url = new URL(target);
      if (url.search === "" && url.hash === "") return { origin: checked, target: url.href.replace(/\/$/, "") };
    }
    throw PublishingError.invalid(
      `${checked} 的目标 ${JSON.stringify(target)} 应为 http 或 https 地址，例如 http://127.0.0.1:3001。`,
      `The target ${JSON.stringify(target)} of ${checked} must be an address of http or https, such as http://127.0.0.1:3001.`,
    );
  });
}

/** @throws PublishingError */
export function parseOrigins(value: unknown): string[] {
  return [...new Set(list(value).map(checkOrigin))];
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value) && value.length <= MOST) return value;
  throw PublishingError.invalid(`应为最多 ${MOST} 项的列表。`, `It must be a list of ${MOST} entries at most.`);
}

function checkOrigin(value: unknown): string {
  if (typeof value === "string" && /^https?:\/\//.test(value) && URL.canParse(value)) {
    const url = new URL(value);
    if (url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "") return url.origin;
  }
  throw PublishingError.invalid(
    `域名应形如 https://api.example.com，收到的是 ${JSON.stringify(value)}。`,
    `A domain looks like https://api.example.com, not ${JSON.stringify(value)}.`,
  );
}

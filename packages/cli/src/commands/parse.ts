import { statSync } from "node:fs";
import { isIP } from "node:net";
import { resolve } from "node:path";
import { ID_PATTERN } from "@lianmai/protocol";
import { InvalidArgumentError } from "commander";
import { UsageError } from "../errors.js";
import { say } from "../terminal/language.js";

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(
      say(`应为 ${min} 到 ${max} 的整数。`, `It must be a whole number from ${min} to ${max}.`),
    );
  };
}

/** A TCP or UDP port; 0 where any free one will do. */
export const port = wholeNumber(0, 65_535);

/** An address to listen on. */
export function host(value: string): string {
  if (isIP(value) !== 0 || value === "localhost") return value;
  throw new InvalidArgumentError(
    say(
      "应为本机的 IP 地址：127.0.0.1 只限本机，0.0.0.0 为全部网卡。",
      "It must be an address of this machine: 127.0.0.1 for this machine alone, 0.0.0.0 for all networks.",
    ),
  );
}

/** A host name or address, without scheme and port. */
export function hostName(value: string): string {
  if (isIP(value) !== 0 || /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(value)) {
    return value.toLowerCase();
  }
  throw new InvalidArgumentError(
    say("只写主机名，不带 https:// 和端口，例如 my-mac.local", "Write the host alone, such as my-mac.local."),
  );
}

/**
 * The two files of a certificate, as absolute paths; nothing where none is given.
 *
 * @throws UsageError when one is given without the other
 */
export function certificateFiles(
  { cert, key }: { cert?: string; key?: string },
  cwd: string,
): { tls?: { cert: string; key: string } } {
  if (cert === undefined && key === undefined) return {};
  if (cert === undefined || key === undefined) {
    throw new UsageError(
      say(
        "--cert 和 --key 要同时给出：证书和它的私钥。",
        "--cert and --key belong together: a certificate and its key.",
      ),
    );
  }
  return { tls: { cert: resolve(cwd, cert), key: resolve(cwd, key) } };
}

/** A room or user id. */
export function id(value: string): string {
  if (ID_PATTERN.test(value)) return value;
  throw new InvalidArgumentError(
    say(
      "应为 1 到 128 个字符，只能含字母、数字和 @ . _ -",
      'It must be 1 to 128 characters out of letters, digits, "@", ".", "_" and "-".',
    ),
  );
}

/** Collects `NAME=VALUE` options that may be repeated; `example` shows one in the error. */
export function pairs(
  example: string,
): (value: string, earlier: Readonly<Record<string, string>> | undefined) => Record<string, string> {
  return (value, earlier = {}) => {
    // An origin and a path have no "=" in them; what follows may.
    const at = value.indexOf("=");
    if (at > 0 && at < value.length - 1) return { ...earlier, [value.slice(0, at)]: value.slice(at + 1) };
    throw new InvalidArgumentError(say(`应形如 ${example}`, `It must look like ${example}.`));
  };
}

/**
 * A folder that exists, as an absolute path.
 *
 * @throws UsageError when it does not
 */
export function folder(value: string, cwd: string): string {
  const path = resolve(cwd, value);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new UsageError(say(`没有文件夹 ${path}。`, `There is no folder ${path}. Name one that exists.`));
}

/**
 * Where to listen when the command line does not say: as LIANMAI_HOST says, else on all networks, so that phones get
 * in.
 *
 * @throws UsageError when the variable holds no address
 */
export function defaultHost(env: NodeJS.ProcessEnv): string {
  try {
    return host(env.LIANMAI_HOST || "0.0.0.0");
  } catch (cause) {
    throw new UsageError(`LIANMAI_HOST=${env.LIANMAI_HOST}: ${(cause as Error).message}`, { cause });
  }
}

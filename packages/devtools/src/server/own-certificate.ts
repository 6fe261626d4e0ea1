import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import type { Certificate } from "./certificate.js";
import { DevServerError } from "./errors.js";

const DAY = 86_400_000;

/**
 * Reads a certificate of the developer's own, such as one of `mkcert` or of a public authority, which phones trust
 * without asking.
 * @param files Paths of the certificate (with those it stands on) and of its private key, PEM.
 * @param options.names Host names and addresses under which phones reach this machine; it must be for all of them.
 * @throws {DevServerError} `bad-certificate` with what is wrong and how to mend it.
 */
export async function ownCertificate(
  files: { cert: string; key: string },
  options: { names?: readonly string[]; now?: number } = {},
): Promise<Certificate> {
  const now = options.now ?? Date.now();
  const [cert, key] = await Promise.all([read(files.cert), read(files.key)]);
  const parsed = parse(() => new X509Certificate(cert), files.cert, "证书", "certificate");
  const secret = parse(() => createPrivateKey(key), files.key, "私钥", "private key");
  const names = (options.names ?? []).filter(Boolean);
  const suggestion = `mkcert -cert-file ${files.cert} -key-file ${files.key} ${names.join(" ") || "localhost"}`;
  if (!parsed.checkPrivateKey(secret)) {
    throw refuse(
      `${files.key} 不是 ${files.cert} 的私钥，请使用同时生成的一对文件。`,
      `${files.key} is not the key of ${files.cert}: use the two files that were made together.`,
    );
  }
  const ends = Date.parse(parsed.validTo);
  if (ends <= now) {
    const day = new Date(ends).toISOString().slice(0, 10);
    throw refuse(
      `证书 ${files.cert} 已于 ${day} 过期，手机会拒绝连接。请重新生成，例如：${suggestion}；或去掉 --cert 使用自动生成的证书。`,
      `The certificate ${files.cert} expired on ${day}, and phones refuse it. Make it anew, for example with ${suggestion}, or leave --cert out to use one that is made for you.`,
    );
  }
  if (Date.parse(parsed.validFrom) > now + DAY) {
    throw refuse(
      `证书 ${files.cert} 要到 ${parsed.validFrom} 才生效，请检查本机时间或换一个证书。`,
      `The certificate ${files.cert} is not valid before ${parsed.validFrom}: check this machine's clock or use another one.`,
    );
  }
  const missing = names.find((name) => (isIP(name) ? parsed.checkIP(name) : parsed.checkHost(name)) === undefined);
  if (missing !== undefined) {
    const kept = parsed.subjectAltName ?? parsed.subject;
    throw refuse(
      `证书 ${files.cert} 不包含手机访问的地址 ${missing}（它包含：${kept}）。请重新生成，例如：${suggestion}；或用 --phone-host 指定证书里的名字。`,
      `The certificate ${files.cert} is not for ${missing}, by which phones reach this machine (it is for ${kept}). Make it anew, for example with ${suggestion}, or name one of its hosts with --phone-host.`,
    );
  }
  return { cert, key, fingerprint: parsed.fingerprint256, renewed: false };
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw refuse(
      `无法读取 ${file}（${code}），请检查 --cert 和 --key 的路径。`,
      `${file} cannot be read (${code}): check the paths of --cert and --key.`,
      cause,
    );
  }
}

function parse<T>(make: () => T, file: string, zh: string, en: string): T {
  try {
    return make();
  } catch (cause) {
    throw refuse(
      `${file} 不是 PEM 格式的${zh}，请检查 --cert 和 --key 是否写反。`,
      `${file} is no ${en} in PEM: check whether --cert and --key were mixed up.`,
      cause,
    );
  }
}

function refuse(zh: string, en: string, cause?: unknown): DevServerError {
  return new DevServerError("bad-certificate", `${zh} ${en}`, cause === undefined ? {} : { cause });
}

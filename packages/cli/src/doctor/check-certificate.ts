import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { isLoopback } from "../dev/addresses.js";
import { say } from "../terminal/language.js";
import { type Finding, ok, problem, warning } from "./finding.js";

/** A certificate that ends within so many days should have been renewed by now. */
const SOON = 14;
const DAY = 24 * 3600 * 1000;

export interface CertificateQuestion {
  certificate: string | null;
  key: string | null;
  /** The host name or address that clients use, where it is known. */
  name: string | undefined;
  /** Where the service listens. */
  host: string;
  /** Unix milliseconds. */
  now: number;
}

/** Whether browsers take the certificate. */
export function checkCertificate({ certificate, key, name, host, now }: CertificateQuestion): Finding {
  if (certificate === null || key === null) {
    if (isLoopback(host)) return ok(say("本机使用不需要证书", "none is needed for this machine alone"));
    return warning(
      say("没有设置证书", "none is set"),
      say(
        "浏览器只在 HTTPS 页面上允许使用摄像头和麦克风：设置 tls.certificate 与 tls.key，或把服务放在提供 HTTPS 的代理之后",
        "Browsers give camera and microphone to pages on HTTPS only: set tls.certificate and tls.key, or put a proxy with HTTPS in front",
      ),
    );
  }
  let parsed: X509Certificate;
  let matches: boolean;
  try {
    parsed = new X509Certificate(readFileSync(certificate));
    matches = parsed.checkPrivateKey(createPrivateKey(readFileSync(key)));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return problem(
      say(`证书或私钥读不了：${detail}`, `certificate or key cannot be read: ${detail}`),
      say(
        "两个文件都应为 PEM 格式，并允许当前用户读取",
        "Both files must be in PEM, and this user must be let to read them",
      ),
    );
  }
  if (!matches) {
    return problem(
      say("私钥不是这张证书的", "the private key is not that of the certificate"),
      say("让 tls.key 指向签发证书时的私钥", "Point tls.key at the key that the certificate was made for"),
    );
  }
  const renew = say("续期证书并重启服务", "Renew the certificate and restart the service");
  const end = Date.parse(parsed.validTo);
  const until = new Date(end).toISOString().slice(0, 10);
  if (end < now) return problem(say(`证书已于 ${until} 过期`, `the certificate expired on ${until}`), renew);
  if (Date.parse(parsed.validFrom) > now) {
    return problem(
      say(`证书要到 ${parsed.validFrom} 才生效`, `the certificate is not valid before ${parsed.validFrom}`),
      say("校准本机时钟，或换用已生效的证书", "Set this machine's clock, or use a certificate that is valid now"),
    );
  }
  if (name !== undefined && (isIP(name) === 0 ? parsed.checkHost(name) : parsed.checkIP(name)) === undefined) {
    return problem(
      say(
        `证书不是给 ${name} 的，而是给 ${namesOf(parsed)} 的`,
        `the certificate is not for ${name} but for ${namesOf(parsed)}`,
      ),
      say("申请含有这个名称的证书", "Get a certificate that has this name in it"),
    );
  }
  if (end - now < SOON * DAY) return warning(say(`证书将于 ${until} 过期`, `the certificate ends on ${until}`), renew);
  const whose = name === undefined ? namesOf(parsed) : name;
  return ok(say(`${whose} 的证书有效至 ${until}`, `for ${whose}, valid until ${until}`));
}

function namesOf({ subjectAltName, subject }: X509Certificate): string {
  return (subjectAltName ?? subject ?? "").replace(/(DNS|IP Address):/g, "");
}

import { type ProgramSettings, SIGNALING_PATH } from "@lianmai/protocol";
import { DevServerError, devFetch, type LoginResult } from "../phone/dev-host.js";

/** What a published mini-program finds behind `tt.login`, `tt.request` and the RTC client. */
export interface ProgramServices {
  login(): Promise<LoginResult>;
  fetch(url: string, init: RequestInit): Promise<Response>;
  signalingUrl: string;
}

/**
 * @param settings what the page was told
 * @param pageUrl address of the page, which URLs in the settings may be relative to
 * @param device the secret by which this device is known to `tt.login`
 */
export function programServices(settings: ProgramSettings, pageUrl: string, device: string): ProgramServices {
  const absolute = (path: string) => new URL(path, pageUrl).href;
  const server = settings.server === "" ? new URL(pageUrl).origin : settings.server;
  return {
    signalingUrl: new URL(SIGNALING_PATH, server.replace(/^http/, "ws")).href,
    login: () => (settings.login === "" ? noLogin() : login(absolute(settings.login), device)),
    fetch: (url, init) =>
      settings.proxy === "" ? fetch(url, init) : throughProxy(absolute(settings.proxy), url, init),
  };
}

async function noLogin(): Promise<never> {
  throw new Error(
    "这个页面由静态主机提供，没有登录服务：构建时用 lianmai build --server 指定服务器。This page comes from a static host without a login service: name a server by lianmai build --server.",
  );
}

async function login(url: string, device: string): Promise<LoginResult> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ device }),
    });
  } catch (cause) {
    throw new Error("连不上服务器，请检查网络。The server cannot be reached; check the network.", { cause });
  }
  if (!response.ok) throw await DevServerError.from(response);
  const { code, anonymousCode } = (await response.json()) as { code: string; anonymousCode: string };
  return { code, anonymousCode, isLogin: true };
}

async function throughProxy(endpoint: string, url: string, init: RequestInit): Promise<Response> {
  const { origin, pathname } = new URL(endpoint);
  try {
    return await devFetch(url, init, origin, pathname);
  } catch (error) {
    if (!(error instanceof DevServerError) || error.code !== undefined) throw error;
    throw new Error("连不上服务器，请检查网络。The server cannot be reached; check the network.", { cause: error });
  }
}

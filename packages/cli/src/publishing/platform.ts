import { Identities, ProxyFailure, RequestProxy } from "@lianmai/devtools/platform";
import type { Platform } from "@lianmai/server";

/** What published mini-programs find in the platform's place: the same as under the dev server, behind an allow-list. */
export const platform: Platform = {
  identities: (secret) => new Identities({ secret }),
  carry: (request, response, destination) =>
    new RequestProxy({
      rewrites: {
        apply(url) {
          const allowed = destination(url);
          if (allowed !== undefined) return allowed;
          throw new ProxyFailure(
            403,
            "not-allowed",
            `${url.origin} 不在请求域名里，请用 lianmai settings --domain ${url.origin} 加入。${url.origin} is not among the request domains: add it by lianmai settings --domain ${url.origin}.`,
          );
        },
      },
    }).handle(request, response),
};

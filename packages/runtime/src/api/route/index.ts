import type { Environment, PageAddress } from "../../kernel/environment.js";
import { asynchronous } from "../core/definition.js";
import { number, optional, record, required, string } from "../core/options.js";

/** The page stack: `tt.navigateTo` and its kin. */
export function routeTopic(environment: Environment) {
  const { router } = environment;
  const options = { url: required(string), query: optional(record) };
  const open = (go: (address: PageAddress) => Promise<void>) =>
    asynchronous({ options, run: ({ url, query }) => go(withQuery(router.resolve(url), query)) });
  return {
    navigateTo: open((address) => router.navigateTo(address)),
    redirectTo: open((address) => router.redirectTo(address)),
    reLaunch: open((address) => router.reLaunch(address)),
    switchTab: asynchronous({
      options: { url: required(string) },
      run: ({ url }) => router.switchTab(router.resolve(url).path),
    }),
    navigateBack: asynchronous({
      options: { delta: optional(number, 1) },
      // The platform counts anything below one page as one page.
      run: ({ delta }) => router.navigateBack(Math.max(1, Math.floor(delta))),
    }),
  };
}

/** Values of `query` yield to those of the URL and arrive as they were passed: nothing is decoded on the way. */
function withQuery(address: PageAddress, query: object | undefined): PageAddress {
  if (!query) return address;
  const added: Record<string, string> = {};
  for (const [name, value] of Object.entries(query as Record<string, unknown>)) {
    added[name] = typeof value === "object" ? JSON.stringify(value) : String(value);
  }
  return { path: address.path, query: { ...added, ...address.query } };
}

/** How the mini-program is started in every phone. An empty path is the entry page. */
export interface Launch {
  path: string;
  /** As it stands in a URL, without question mark. */
  query: string;
  scene?: number;
}

/** How a compile mode of the project starts it. */
export function launchOf({ pathName, query, scene }: { pathName: string; query: string; scene?: number }): Launch {
  return { path: pathName.replace(/^\/+/, ""), query, ...(scene === undefined ? {} : { scene }) };
}

/** Phones that one page opens at most; each is a whole mini-program with devices of its own. */
export const MOST_PHONES = 12;

export interface PageAddress {
  launch: Launch;
  /** Undefined where the address does not say. */
  phones: number | undefined;
}

/** Reads the address of the simulator: `?phones=3&path=pages/room/index&query=room%3D1&scene=1001`. */
export function parseAddress(search: string): PageAddress {
  const values = new URLSearchParams(search);
  const phones = Number(values.get("phones"));
  const scene = Number(values.get("scene"));
  return {
    launch: {
      path: (values.get("path") ?? "").replace(/^\/+/, ""),
      query: (values.get("query") ?? "").replace(/^\?/, ""),
      ...(Number.isInteger(scene) && scene > 0 ? { scene } : {}),
    },
    phones: Number.isInteger(phones) && phones > 0 ? Math.min(phones, MOST_PHONES) : undefined,
  };
}

/** The reverse; what is as usual is left out. */
export function formatAddress({ launch, phones }: { launch: Launch; phones: number }): string {
  const values = new URLSearchParams();
  values.set("phones", String(phones));
  if (launch.path) values.set("path", launch.path);
  if (launch.query) values.set("query", launch.query);
  if (launch.scene) values.set("scene", String(launch.scene));
  return `?${values}`;
}

/**
 * The address of the mini-program for real phones, which start as those of the simulator do.
 * @param entry The entry page, which a start with nothing but a query needs by name.
 */
export function phoneAddress(phoneUrl: string, { path, query, scene }: Launch, entry: string): string {
  const url = new URL(phoneUrl);
  const page = path || (query && entry);
  if (page) url.searchParams.set("path", query ? `${page}?${query}` : page);
  if (scene !== undefined) url.searchParams.set("scene", String(scene));
  return url.href;
}

/** The values of a query as a page gets them: not decoded. */
export function queryValues(query: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    const end = pair.indexOf("=");
    if (end === -1) values[pair] = "";
    else values[pair.slice(0, end)] = pair.slice(end + 1);
  }
  return values;
}

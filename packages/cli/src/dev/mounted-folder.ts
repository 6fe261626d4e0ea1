import type { IncomingMessage, ServerResponse } from "node:http";
import { fileBelow, sendFile } from "@lianmai/devtools";
import type { HttpHandler } from "@lianmai/server";

/** A folder of files under a path of the dev server, such as a plain web page that joins the same rooms. */
export class MountedFolder implements HttpHandler {
  readonly #prefix: string;

  /**
   * @param path Where it stands, such as `/web-call`.
   * @param folder Its files; `index.html` answers for the path itself.
   */
  constructor(
    path: string,
    private readonly folder: string,
  ) {
    this.#prefix = `/${path.replace(/^\/+|\/+$/g, "")}/`;
  }

  async handleRequest(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    const [path = "/", query] = (request.url ?? "/").split("?", 2);
    if (`${path}/` === this.#prefix) {
      // With the slash, so that relative addresses in the page are below the path.
      response.writeHead(308, { location: query === undefined ? this.#prefix : `${this.#prefix}?${query}` }).end();
      return true;
    }
    if (!path.startsWith(this.#prefix)) return false;
    const file = await fileBelow(this.folder, decode(path.slice(this.#prefix.length)) || "index.html");
    return file !== undefined && (await sendFile(request, response, file, "revalidate"));
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

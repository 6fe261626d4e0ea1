import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../harness/root.js";

/** A frame that does nothing by itself: the tests speak for the mini-program, over its host. */
const FRAME = `<!doctype html><meta charset="utf-8"><style>
  html, body { margin: 0; height: 100%; background: linear-gradient(160deg, #eef3ff, #fff6ee); font: 16px sans-serif; }
  main { padding: 24px; }
</style><main><h1>Page</h1><input aria-label="field"></main><script>
  window.__lianmai = {};
  window.host = frameElement.lianmaiHost;
  host.setNavigationBar({ title: "多人通话", backgroundColor: "#ffffff", frontColor: "black", loading: false, canGoBack: false, hidden: false });
  const { path, query, stack = [] } = host.launch;
  host.report({ kind: "route", stack: [...stack, { path: path || "pages/index/index", query }] });
</script>`;

const PAGE = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<body style="margin:0;display:flex;gap:32px;padding:24px;background:#f3f4f8"><input id="outside" aria-label="outside">
<script type="module" src="/page.js"></script>`;

export interface PhonePage {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a page on which a test makes phones: \`lianmai.Phone\`, with frames that the test speaks for. */
export async function startPhonePage(): Promise<PhonePage> {
  const bundle = await build({
    stdin: {
      contents: `import { Phone } from "./phone.js"; window.lianmai = { Phone };`,
      resolveDir: join(root, "packages/runtime/src/phone"),
      loader: "ts",
    },
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["lianmai-source"],
  });
  const script = bundle.outputFiles[0]?.text ?? "";
  const answers: Record<string, [type: string, body: string]> = {
    "/": ["text/html", PAGE],
    "/page.js": ["text/javascript", script],
    "/__app/frame.html": ["text/html", FRAME],
  };
  const server: Server = createServer((request, response) => {
    const [type, body] = answers[new URL(request.url ?? "/", "http://localhost").pathname] ?? [];
    if (type === undefined) response.writeHead(404).end("not found");
    else response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

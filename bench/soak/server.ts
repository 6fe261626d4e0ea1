// The RTC service with a window into it: `/soak` collects garbage and tells what there is.
import { getHeapCodeStatistics } from "node:v8";
import { listen, RtcService } from "@lianmai/server";
import { pino } from "pino";
import { countMediaObjects } from "../../e2e/soak/media-objects.js";

const [dataDir = "", port = "0", mediaPort = "0"] = process.argv.slice(2);
const objects = countMediaObjects();
const service = await RtcService.start({
  dataDir,
  media: { listenIps: [{ ip: "127.0.0.1" }], basePort: Number(mediaPort), workers: 1 },
  logger: pino({ level: "silent" }),
});
const collect = (globalThis as { gc?: () => void }).gc;

/** What is told of this process. */
export interface ServerState {
  /** Without compiled code: V8 goes on compiling for hundreds of cycles. */
  heapBytes: number;
  objects: Record<string, number>;
}

await listen({
  host: "127.0.0.1",
  port: Number(port),
  handlers: [
    service,
    {
      handleRequest(request, response) {
        if (request.url !== "/soak") return false;
        collect?.();
        collect?.();
        const code = getHeapCodeStatistics();
        const compiled = code.code_and_metadata_size + code.bytecode_and_metadata_size;
        const state: ServerState = {
          heapBytes: process.memoryUsage().heapUsed - compiled,
          objects: { ...objects },
        };
        response.setHeader("content-type", "application/json").end(JSON.stringify(state));
        return true;
      },
    },
  ],
});

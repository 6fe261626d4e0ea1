import type { MethodParams, MethodResult } from "@lianmai/protocol";
import { RTP_CAPABILITIES } from "../../packages/server/src/media/testing/sample-media.js";
import { TestClient } from "../../packages/server/src/signaling/testing/test-client.js";
import { joinOptions } from "../lib/join-options.js";

export interface App {
  appId: string;
  appKey: string;
}

/** Somebody in a room, for the server: a socket that has joined. */
export class Caller {
  private constructor(
    readonly client: TestClient,
    readonly joined: MethodResult<"join">,
  ) {}

  static async enter(port: number, app: App, roomId: string, userId: string): Promise<Caller> {
    const client = await TestClient.connect(`ws://127.0.0.1:${port}/rtc/v1`);
    const params: MethodParams<"join"> = {
      ...joinOptions(app, roomId, userId),
      rtpCapabilities: RTP_CAPABILITIES,
      visible: true,
      autoSubscribe: { audio: true, video: true, screen: true },
      extraInfo: "",
      client: "bench/1",
    };
    return new Caller(client, await client.request("join", params));
  }

  connect(transportId: string) {
    return (dtlsParameters: Record<string, unknown>) =>
      this.client.request("connectTransport", { transportId, dtlsParameters });
  }

  leave(): void {
    this.client.socket.close(1000);
  }
}

import { LIMITS } from "@lianmai/protocol";
import { expect, test } from "vitest";
import { rtpParameters } from "../media/testing/sample-media.js";
import { Harness } from "./testing/harness.js";

// Rows of what is known of the original's calls that are the service's matter; `npm run -s rtc:report` counts them.

test("[4.3 limits] 50 visible and 30 publishing members by default; the refusal says which limit", async () => {
  const server = await Harness.start();
  try {
    expect(LIMITS).toMatchObject({
      visibleParticipants: 50,
      publishingParticipants: 30,
      invisibleParticipants: 10_000,
    });
    const members = [];
    for (let index = 0; index < 50; index++) members.push(await server.join(`user-${index}`));
    const late = await server.connect();
    const full = await late.refusal("join", server.joinParams("late"));
    expect(full).toMatchObject({ reason: "room_full", message: expect.stringContaining("50 visible participants") });
    await server.join("ghost", { visible: false });
    const microphone = (ssrc: number) => ({
      source: "microphone" as const,
      muted: false,
      rtpParameters: rtpParameters("audio", ssrc),
    });
    for (const [index, member] of members.slice(0, 30).entries()) {
      await member.request("publish", microphone(index + 1));
    }
    const refused = await members[30]?.refusal("publish", microphone(31));
    expect(refused).toMatchObject({ reason: "publish_limit", message: expect.stringContaining("30 participants") });
  } finally {
    await server.stop();
  }
});

test("[4.3 token] bound to app, room and user; a warning 30 s before the end, then out", async () => {
  const server = await Harness.start();
  try {
    const client = await server.connect();
    for (const [choices, reason] of [
      [{ roomId: "another" }, "token_wrong_room"],
      [{ appId: "f".repeat(24) }, "token_wrong_app"],
    ] as const) {
      const token = server.token("alice", choices);
      expect(await client.refusal("join", server.joinParams("alice", { token }))).toMatchObject({ reason });
    }
    const ofBob = server.joinParams("alice", { token: server.token("bob") });
    expect(await client.refusal("join", ofBob)).toMatchObject({ reason: "token_wrong_user" });

    const alice = await server.join("alice", { token: server.token("alice", { expireIn: 100 }) });
    await server.pass(69_000, alice);
    expect(alice.unseen).not.toContain("tokenWillExpire");
    await server.pass(2_000, alice);
    expect(await alice.next("tokenWillExpire")).toMatchObject({ privilege: "token" });
    await server.pass(28_000, alice);
    // Still good in the second of its expiry; put out after it, it answers no more.
    server.clock.advance(2_000);
    expect(await alice.next("removed")).toMatchObject({ error: { code: -1009, reason: "token_expired" } });
  } finally {
    await server.stop();
  }
});

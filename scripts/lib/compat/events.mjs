// Every event, made to happen in real rooms and taken at a real receiver that checks signatures.
import { createServer } from "node:http";
import { server as load, serverSdk } from "./server.mjs";

const SECRET = "secret-of-the-report";
/** How long to wait for what was not sent yet, in milliseconds. */
const PATIENCE = 20_000;

/** @returns the names of the offered events, of those that arrived, and of the others with the actions they belong to */
export async function judgeEvents(server) {
  const { OFFERED_EVENTS, EVENTS_OF_OTHER_ACTIONS } = await load("webhooks/event-names.js");
  const arrived = new Set();
  const receiver = await receive(arrived);
  try {
    const url = `http://127.0.0.1:${receiver.address().port}/`;
    const businessId = "events";
    const callback = { appId: server.app.appId, businessId, url, secretKey: SECRET, events: OFFERED_EVENTS };
    await server.webhooks.callbacks.create(callback);
    await happen(server);
    const end = Date.now() + PATIENCE;
    while (arrived.size < OFFERED_EVENTS.length && Date.now() < end) await new Promise((go) => setTimeout(go, 50));
  } finally {
    receiver.closeAllConnections();
    receiver.close();
  }
  return { offered: [...OFFERED_EVENTS], arrived, others: EVENTS_OF_OTHER_ACTIONS };
}

/** Everything that can happen in a room. */
async function happen(server) {
  const roomId = "events";
  const alice = await server.join("alice", { roomId });
  const bob = await server.join("bob", { roomId, visible: false });
  bob.room.setVisibility(bob.participant, true);
  bob.room.setVisibility(bob.participant, false);
  for (const source of ["microphone", "camera", "screen", "screenAudio"]) {
    const { id } = await server.publish(alice, source);
    alice.room.publications.unpublish(alice.participant, id);
  }
  bob.room.leave(bob.participant, "left");
  alice.room.leave(alice.participant, "left");
}

async function receive(arrived) {
  const { verifyWebhook } = await serverSdk();
  const receiver = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const verdict = verifyWebhook(Buffer.concat(chunks), SECRET);
    if (verdict.ok) arrived.add(verdict.webhook.EventType);
    response.writeHead(verdict.ok ? 200 : 401).end();
  });
  await new Promise((listening) => receiver.listen(0, "127.0.0.1", listening));
  return receiver;
}

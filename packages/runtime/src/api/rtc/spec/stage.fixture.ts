import { ask, JOIN, Stage as ScriptedStage, type Stage, settle } from "../rtc.fixture.js";

/** For the tests of this folder. */

export function newStage(): Stage {
  return new ScriptedStage();
}

/** A mini-program in a call, as alice in r1. */
export async function inCall(roomConfig?: { autoPublish?: boolean; autoSubscribe?: boolean }) {
  const stage = newStage();
  const context = stage.context();
  await ask(context.joinRtcRoom, roomConfig ? { ...JOIN, roomConfig } : JOIN);
  await settle();
  return { stage, context };
}

/** What the room was asked for, in order. */
export function requests(stage: Stage): string[] {
  return stage.room.log;
}

/** Keeps what a handler is called with. */
export function recorder<Value>() {
  const seen: Value[] = [];
  return { seen, handler: (value: Value) => void seen.push(value) };
}

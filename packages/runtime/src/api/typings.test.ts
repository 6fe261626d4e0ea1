import type * as Platform from "@douyin-microapp/typings/types/api";
import { expect, expectTypeOf, test } from "vitest";
import { buildMembers } from "./core/definition.js";
import { FileSystem } from "./files/file-system.js";
import { filesTopic } from "./files/index.js";
import type { AbleApi } from "./index.js";
import { createRecorderManager } from "./media/recorder.js";
import { TestEnvironment } from "./testing/environment.js";

type Shared = keyof typeof Platform & keyof AbleApi;

/** Functions whose types here are not assignable to those of the platform's typings. */
type Different = { [K in Shared]: AbleApi[K] extends (typeof Platform)[K] ? never : K }[Shared];

/** Where the typings say something else than the platform's documentation, which programs follow. */
type MistakesOfTypings =
  // A buffer in, text out, and the other way: not wrapped into objects.
  | "arrayBufferToBase64"
  | "base64ToArrayBuffer"
  // A boolean, not `{res}`.
  | "canIPutStuffOverComponent"
  // `tempFilePaths` is a list.
  | "chooseImage"
  // `uri` belongs to entries of resources only.
  | "performance"
  // `tmplIds` is a list of texts and not the empty list; the answers stand under their own ids.
  | "requestSubscribeMessage"
  // There are six scopes, and two colours, where the typings take any text.
  | "authorize"
  | "setNavigationBarColor";

/** Objects that are put together at run time; what is in them is compared below, or by the engine that makes them. */
type MadeAtRunTime =
  | "createInnerAudioContext"
  | "getBackgroundAudioManager"
  | "getRecorderManager"
  | "getFileSystemManager"
  | "createSelectorQuery"
  | "createIntersectionObserver"
  | "createAnimation"
  | "createMapContext"
  | "createCanvasContext";

test("tt satisfies the platform's typings, but for the mistakes that the documentation corrects", () => {
  expectTypeOf<Shared>().extract<"request">().toEqualTypeOf<"request">();
  expectTypeOf<Different>().toEqualTypeOf<MistakesOfTypings | MadeAtRunTime>();
});

test("a map's context and a live player's have every member of the typings", () => {
  type Of<N extends "createMapContext" | "createLivePlayerContext"> = [
    keyof ReturnType<AbleApi[N]>,
    keyof ReturnType<(typeof Platform)[N]>,
  ];
  expectTypeOf<Of<"createMapContext">[0]>().toEqualTypeOf<Of<"createMapContext">[1]>();
  expectTypeOf<Of<"createLivePlayerContext">[0]>().toEqualTypeOf<Of<"createLivePlayerContext">[1]>();
});

test("the file system manager and the recorder have every member of the typings", () => {
  type Manager = ReturnType<(typeof Platform)["getFileSystemManager"]>;
  type Recorder = ReturnType<(typeof Platform)["getRecorderManager"]>;
  const both = <K extends string>(...names: K[]) => names.flatMap((name): (K | `${K}Sync`)[] => [name, `${name}Sync`]);
  const ofManager = [
    ...both("access", "appendFile", "copyFile", "mkdir", "readFile", "readdir", "rename", "rmdir", "saveFile", "stat"),
    ...both("truncate", "unlink", "writeFile"),
    ...(["getFileInfo", "getSavedFileList", "removeSavedFile", "unzip"] as const),
  ];
  const ofRecorder = ["Start", "Pause", "Resume", "Stop", "FrameRecorded", "Error"].map((event) => `on${event}`);
  expectTypeOf<keyof Manager>().toEqualTypeOf<(typeof ofManager)[number]>();
  expectTypeOf<"start" | "pause" | "resume" | "stop">().toExtend<keyof Recorder>();

  const environment = new TestEnvironment();
  const files = new FileSystem(environment.host.files);
  const api = buildMembers(filesTopic(environment, files), environment);
  expect(Object.keys(api.getFileSystemManager()).sort()).toEqual([...ofManager].sort());
  expect(Object.keys(createRecorderManager(environment, files))).toEqual(
    expect.arrayContaining(["start", "pause", "resume", "stop", ...ofRecorder]),
  );
});

import type { AppConstructor } from "@douyin-microapp/typings/types/app";
import type { BehaviorConstructor } from "@douyin-microapp/typings/types/behavior";
import type { ComponentConstructor } from "@douyin-microapp/typings/types/component";
import type { PageConstructor } from "@douyin-microapp/typings/types/page";
import { expectTypeOf, test } from "vitest";
import type { App } from "./app.js";
import type { Components } from "./components.js";

/** What modules get under these names, by the platform's typings and here. */
interface Functions {
  App: [platform: AppConstructor, ours: App["register"]];
  Page: [platform: PageConstructor, ours: Components["page"]];
  Component: [platform: ComponentConstructor, ours: Components["component"]];
  Behavior: [platform: BehaviorConstructor, ours: Components["behavior"]];
}

type Different = { [K in keyof Functions]: Functions[K][1] extends Functions[K][0] ? never : K }[keyof Functions];

/** The typings call what `Behavior` returns a text; programs only ever pass it on, and here it is an object. */
type MistakesOfTypings = "Behavior";

test("App, Page and Component take what the platform's typings let programs pass", () => {
  expectTypeOf<Different>().toEqualTypeOf<MistakesOfTypings>();
  // Every option of the typings is exercised by name in e2e/runtime/options.test.ts.
  expectTypeOf<Parameters<BehaviorConstructor>>().toExtend<Parameters<Components["behavior"]>>();
});

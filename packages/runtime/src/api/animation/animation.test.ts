import { describe, expect, it } from "vitest";
import { buildMembers } from "../core/definition.js";
import { TestEnvironment } from "../testing/environment.js";
import { animationTopic } from "./index.js";

interface Animation {
  rotate(angle: number): Animation;
  translate(x: number, y: number): Animation;
  opacity(value: number): Animation;
  width(value: number | string): Animation;
  step(options?: object): Animation;
  export(): { actions: { animates: unknown[]; option: object }[] };
}

describe("tt.createAnimation", () => {
  const create = (options?: object) =>
    buildMembers(animationTopic(), new TestEnvironment()).createAnimation(options) as unknown as Animation;

  it("keeps what earlier steps did, and takes each step's own timing", () => {
    const { actions } = create({ duration: 100 })
      .rotate(45)
      .opacity(0.5)
      .step()
      .translate(10, 20)
      .rotate(90)
      .width(30)
      .step({ duration: 200, timingFunction: "ease" })
      .export();
    expect(actions).toEqual([
      {
        animates: [
          { type: "rotate", args: [45] },
          { type: "style", args: ["opacity", 0.5] },
        ],
        option: { transformOrigin: "50% 50% 0", transition: { duration: 100, timingFunction: "linear", delay: 0 } },
      },
      {
        animates: [
          { type: "rotate", args: [90] },
          { type: "style", args: ["opacity", 0.5] },
          { type: "translate", args: [10, 20] },
          { type: "style", args: ["width", "30px"] },
        ],
        option: { transformOrigin: "50% 50% 0", transition: { duration: 200, timingFunction: "ease", delay: 0 } },
      },
    ]);
  });

  it("hands steps out once, as plain data", () => {
    const animation = create().rotate(1).step();
    const first = animation.export();
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
    expect(animation.export()).toEqual({ actions: [] });
    expect(() => create({ duration: "x" })).toThrow("createAnimation:fail params.duration should be number, but got x");
  });
});

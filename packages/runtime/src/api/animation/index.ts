import { synchronous } from "../core/definition.js";
import { checkOptions, number, optional, string } from "../core/options.js";

/** One change within a step: a style (`style`, name and value) or a transform (its CSS function and arguments). */
export interface AnimationChange {
  type: string;
  args: (string | number)[];
}

/** One step: everything that is changed together, and how. It is plain data, to go through `setData`. */
export interface AnimationAction {
  animates: AnimationChange[];
  option: { transformOrigin: string; transition: { duration: number; timingFunction: string; delay: number } };
}

const PIXEL_STYLES = ["width", "height", "top", "bottom", "left", "right"] as const;
const PLAIN_STYLES = ["opacity", "backgroundColor"] as const;
const TRANSFORMS = [
  ...["rotate", "rotateX", "rotateY", "rotateZ", "rotate3d", "scale", "scaleX", "scaleY", "scaleZ", "scale3d"],
  ...["translate", "translateX", "translateY", "translateZ", "translate3d", "skew", "skewX", "skewY"],
  ...["matrix", "matrix3d"],
] as const;

const rules = {
  duration: optional(number, 400),
  timingFunction: optional(string, "linear"),
  delay: optional(number, 0),
  transformOrigin: optional(string, "50% 50% 0"),
};

/** `tt.createAnimation`; what it exports is played by the attribute `animation` of any element. */
export function animationTopic() {
  return {
    createAnimation: synchronous({
      results: [...PIXEL_STYLES, ...PLAIN_STYLES, ...TRANSFORMS, "step", "export"],
      call: (options?: unknown) => createAnimation(options),
    }),
  };
}

type Chain = (...args: (string | number)[]) => Record<string, unknown>;

function createAnimation(options: unknown): Record<string, unknown> {
  const defaults = checkOptions(rules, options);
  let actions: AnimationAction[] = [];
  // A transform stays until another of its kind replaces it: a later step begins where the earlier one ended.
  const state = new Map<string, AnimationChange>();
  const change = (key: string, type: string, args: (string | number)[]) => {
    state.set(key, { type, args });
    return animation;
  };
  const members: [string, Chain][] = [
    ...PIXEL_STYLES.map((name): [string, Chain] => [
      name,
      (value) => change(name, "style", [name, typeof value === "number" ? `${value}px` : String(value)]),
    ]),
    ...PLAIN_STYLES.map((name): [string, Chain] => [
      name,
      (value) => change(name, "style", [name === "opacity" ? name : "background-color", value ?? ""]),
    ]),
    ...TRANSFORMS.map((name): [string, Chain] => [name, (...args) => change(name, name, args)]),
  ];
  const animation: Record<string, unknown> = {
    ...Object.fromEntries(members),
    step(stepOptions?: unknown) {
      const { transformOrigin, ...transition } = checkOptions(rules, { ...defaults, ...(stepOptions as object) });
      actions.push({ animates: [...state.values()], option: { transformOrigin, transition } });
      return animation;
    },
    /** Hands the steps out once; what follows is another export. */
    export() {
      const exported = { actions };
      actions = [];
      return exported;
    },
  };
  return animation;
}

import type { AnimationAction, AnimationChange } from "../../api/animation/index.js";

const DEGREES = /^(?:rotate|skew)/;
const PIXELS = /^translate/;

/** The animations that run, so that a later one ends an earlier one on the same node. */
const running = new WeakMap<HTMLElement, () => void>();

/** Plays what `tt.createAnimation` exported, step after step. Anything else is ignored. */
export function playAnimation(node: HTMLElement, exported: unknown): void {
  const actions = (exported as { actions?: unknown } | null | undefined)?.actions;
  if (!Array.isArray(actions) || actions.length === 0) return;
  running.get(node)?.();
  let timer: ReturnType<typeof setTimeout>;
  running.set(node, () => clearTimeout(timer));
  const play = (index: number) => {
    const action = actions[index] as AnimationAction | undefined;
    if (!action) {
      running.delete(node);
      return;
    }
    const { transformOrigin, transition } = action.option;
    const { duration, timingFunction, delay } = transition;
    node.style.transition = `all ${duration}ms ${timingFunction} ${delay}ms`;
    node.style.transformOrigin = transformOrigin;
    apply(node, action.animates);
    timer = setTimeout(() => play(index + 1), duration + delay);
  };
  // The start must have been drawn once, else the browser joins it with the first step.
  node.getBoundingClientRect();
  play(0);
}

function apply(node: HTMLElement, changes: readonly AnimationChange[]): void {
  const transforms: string[] = [];
  for (const { type, args } of changes) {
    if (type === "style") node.style.setProperty(String(args[0]), String(args[1]));
    else transforms.push(`${type}(${args.map((value, index) => withUnit(type, value, index)).join(",")})`);
  }
  if (transforms.length > 0) node.style.transform = transforms.join(" ");
}

/** Numbers are degrees and pixels, as on the platform; the axis of `rotate3d` has no unit. */
function withUnit(type: string, value: string | number, index: number): string {
  if (typeof value !== "number") return value;
  if (type === "rotate3d") return index < 3 ? String(value) : `${value}deg`;
  if (DEGREES.test(type)) return `${value}deg`;
  return PIXELS.test(type) ? `${value}px` : String(value);
}

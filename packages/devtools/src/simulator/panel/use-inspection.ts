import { useEffect, useRef, useState } from "react";
import type { DebuggedPhone } from "../state/debugged-phone.js";
import { useStore } from "../state/store.js";

export type Inspection<T> =
  | { phase: "loading" }
  | { phase: "ready"; value: T }
  /** The phone is not there, or did not answer; `value` is what it said last. */
  | { phase: "failed"; reason: string; value?: T };

/**
 * What a phone says when it is asked, asked again whenever its pages or data changed. One question is under way at a
 * time, so that a page that changes all the time is asked as fast as it answers and no faster.
 * @param ask Asks the phone's control; it may change from one drawing to the next only together with `key`.
 */
export function useInspection<T>(
  phone: DebuggedPhone,
  key: string,
  ask: (control: NonNullable<DebuggedPhone["control"]>) => Promise<T>,
): Inspection<T> {
  const changes = useStore(phone.inspected);
  const [state, setState] = useState<Inspection<T> & { of?: string }>({ phase: "loading" });
  const under = useRef({ running: false, again: false, key: "" });
  const latest = useRef(ask);
  latest.current = ask;
  const name = `${phone.user.id} ${key}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change is the reason to ask again
  useEffect(() => {
    const mine = under.current;
    mine.key = name;
    if (mine.running) {
      mine.again = true;
      return;
    }
    const run = async () => {
      mine.running = true;
      do {
        mine.again = false;
        const of = mine.key;
        try {
          if (!phone.control) throw new Error("");
          const value = await latest.current(phone.control);
          if (mine.key === of) setState({ phase: "ready", value, of });
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          if (mine.key === of) {
            setState((before) => ({
              phase: "failed",
              reason,
              of,
              ...("value" in before && before.of === of ? { value: before.value as T } : {}),
            }));
          }
        }
      } while (mine.again);
      mine.running = false;
    };
    void run();
  }, [phone, name, changes]);
  return state.of === name ? state : { phase: "loading" };
}

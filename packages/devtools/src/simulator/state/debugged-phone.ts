import type { PermissionState, PhoneControl, Scope } from "@lianmai/runtime";
import type { Store } from "./store.js";
import type { User } from "./users.js";

/** A phone as the panels see it: one that stands in this page, or a real one that is connected to the dev server. */
export interface DebuggedPhone {
  /** Whose reports are whose; also the id of its user here. */
  readonly user: User;
  readonly kind: "simulated" | "real";
  readonly storage: Store<readonly [key: string, value: string][]>;
  readonly permissions: Store<readonly [scope: Scope, state: PermissionState][]>;
  /** Counts up when the pages or their data may be others than before. */
  readonly inspected: Store<number>;
  /** What can be done to it; absent while it is not there. */
  readonly control: PhoneControl | undefined;
}

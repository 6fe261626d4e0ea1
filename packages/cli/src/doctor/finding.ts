/** What a check found. `warning` works, but not for everybody or not for long; `unknown` could not be looked at. */
export interface Finding {
  status: "ok" | "warning" | "problem" | "unknown";
  /** One sentence. */
  message: string;
  /** What to do about it, where something is to be done. */
  fix?: string;
}

export function ok(message: string): Finding {
  return { status: "ok", message };
}

export function unknown(message: string): Finding {
  return { status: "unknown", message };
}

export function warning(message: string, fix: string): Finding {
  return { status: "warning", message, fix };
}

export function problem(message: string, fix: string): Finding {
  return { status: "problem", message, fix };
}

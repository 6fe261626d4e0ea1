/** What a command was given does not work; the message is a sentence that says why and how to mend it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Why a command could not do what it was asked, as a word for programs; each has an exit code. */
export type FailureCode =
  | "failed"
  | "not-built"
  | "project-broken"
  | "not-signed-in"
  | "refused"
  | "unreachable"
  | "certificate"
  | "conflict"
  | "disk-full";

/** A command could not do what it was asked; the message says what, why and how to mend it. */
export class CommandError extends Error {
  override readonly name = "CommandError";

  constructor(
    readonly code: FailureCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What the process ends with. They are documented in docs/cli.md and do not change. */
export const EXIT = { done: 0, failed: 1, usage: 2, project: 3, refused: 4, unreachable: 5 } as const;

export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT.usage;
  if (!(error instanceof CommandError)) return EXIT.failed;
  switch (error.code) {
    case "project-broken":
      return EXIT.project;
    case "not-signed-in":
    case "refused":
      return EXIT.refused;
    case "unreachable":
    case "certificate":
      return EXIT.unreachable;
    default:
      return EXIT.failed;
  }
}

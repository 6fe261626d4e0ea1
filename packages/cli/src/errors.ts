/** What a command was given does not work; the message is a sentence that says why and how to mend it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

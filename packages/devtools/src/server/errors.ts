/** Why the dev server could not start or an option was refused. */
export type DevServerErrorCode = "bad-rewrite" | "no-project" | "not-built" | "bad-option" | "bad-certificate";

/** A refusal with a sentence a person can act on. */
export class DevServerError extends Error {
  readonly code: DevServerErrorCode;

  constructor(code: DevServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DevServerError";
    this.code = code;
  }
}

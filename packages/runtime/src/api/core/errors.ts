/** What `fail` gets, and what the promise form rejects with. */
export interface Failure {
  errMsg: string;
  errNo?: number;
  errorCode?: number;
  /** `D` the developer's, `U` the user's, `F` the framework's, `I` may be ignored. */
  errorType?: "D" | "U" | "F" | "I";
}

/** Numbers that mean the same in every API. */
export const ERROR_NUMBER = { parameter: 20000, authDenied: 10200, cancelled: 10502 } as const;

/** A refusal of an API function. The message is what follows `name:fail ` in `errMsg`. */
export class ApiError extends Error {
  override readonly name: string = "ApiError";
  readonly codes: Omit<Failure, "errMsg">;

  constructor(message: string, codes: Omit<Failure, "errMsg"> = {}, options: { cause?: unknown } = {}) {
    super(message, options);
    this.codes = codes;
  }

  static parameter(message: string): ApiError {
    return new ApiError(message, { errNo: ERROR_NUMBER.parameter, errorType: "D" });
  }

  /** The user refused, now or earlier; only the settings page changes that. */
  static authDenied(): ApiError {
    return new ApiError("auth deny", { errNo: ERROR_NUMBER.authDenied, errorType: "U" });
  }

  static cancelled(): ApiError {
    return new ApiError("cancel", { errNo: ERROR_NUMBER.cancelled, errorType: "U" });
  }
}

/** How a failed call looks to the program. It is an error with a stack, so that a log says where it came from. */
export class ApiFailure extends Error implements Failure {
  readonly errMsg: string;
  declare readonly errNo?: number;
  declare readonly errorCode?: number;
  declare readonly errorType?: "D" | "U" | "F" | "I";
  readonly #failure: Failure;

  constructor(failure: Failure, cause: unknown) {
    super(failure.errMsg, { cause });
    // Not enumerable: a copy of the failure has the platform's fields and no others.
    Object.defineProperty(this, "name", { value: "ApiFailure" });
    this.errMsg = failure.errMsg;
    this.#failure = failure;
    Object.assign(this, failure);
  }

  toPlain(): Failure {
    return { ...this.#failure };
  }
}

export function toFailure(api: string, error: unknown): Failure {
  if (error instanceof ApiError) return { errMsg: failMessage(api, error.message), ...error.codes };
  return { errMsg: failMessage(api, reasonOf(error)) };
}

/** What an error says. Errors of the phone are of another realm, so that `instanceof` does not know them. */
export function reasonOf(error: unknown): string {
  const message = (error as { message?: unknown } | null | undefined)?.message;
  return typeof message === "string" ? message : String(error);
}

function failMessage(api: string, reason: string): string {
  return reason ? `${api}:fail ${reason}` : `${api}:fail`;
}

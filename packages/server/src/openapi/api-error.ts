import { databaseTrouble } from "../store/store-error.js";

/** The first part of an error's code, with its number where one is documented, and its HTTP status. */
const FAMILIES = {
  MissingParameter: { codeN: 100002, status: 400 },
  MissingAuthenticationToken: { codeN: 100003, status: 401 },
  MissingRequestInfo: { codeN: 100004, status: 400 },
  MissingSignature: { codeN: 100005, status: 401 },
  InvalidTimestamp: { codeN: 100006, status: 400 },
  InvalidActionOrVersion: { codeN: 100008, status: 404 },
  InvalidAccessKey: { codeN: 100009, status: 401 },
  SignatureDoesNotMatch: { codeN: 100010, status: 401 },
  AccessDenied: { codeN: 100013, status: 403 },
  InvalidAuthorization: { codeN: 100024, status: 400 },
  InvalidCredential: { codeN: undefined, status: 400 },
  InvalidParameter: { codeN: undefined, status: 400 },
  FlowLimitExceeded: { codeN: undefined, status: 429 },
  PartialSuccess: { codeN: undefined, status: 400 },
  InternalError: { codeN: undefined, status: 500 },
} as const;

export type ErrorFamily = keyof typeof FAMILIES;
export type ApiErrorCode = ErrorFamily | `${ErrorFamily}.${string}`;

/** `Error` of an answer's `ResponseMetadata`. */
export interface ErrorBody {
  CodeN?: number;
  Code: string;
  Message: string;
}

/** A refusal of the OpenAPI. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** HTTP status. */
  readonly status: number;
  private readonly codeN: number | undefined;

  /**
   * @param code as documented: a family, and for some errors what exactly after a dot
   * @param message a sentence that says what, why, and what to do
   * @param options.status instead of the family's, where that would call a caller's mistake a fault of the server
   */
  constructor(
    readonly code: ApiErrorCode,
    message: string,
    options: { status?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    const family = FAMILIES[code.split(".")[0] as ErrorFamily];
    this.status = options.status ?? family.status;
    this.codeN = family.codeN;
  }

  toBody(): ErrorBody {
    return { ...(this.codeN === undefined ? {} : { CodeN: this.codeN }), Code: this.code, Message: this.message };
  }

  /** Any error as one that may be told to a caller: what only concerns the server is kept as the cause. */
  static from(error: unknown): ApiError {
    if (error instanceof ApiError) return error;
    const trouble = databaseTrouble(error);
    if (trouble !== undefined) {
      const message = `The server's database ${trouble}, so this was not done. Try again; if it stays so, tell whoever runs the server.`;
      return new ApiError("InternalError.DB", message, { cause: error });
    }
    return new ApiError("InternalError", "The server failed to do this; its log says why. Try again.", {
      cause: error,
    });
  }
}

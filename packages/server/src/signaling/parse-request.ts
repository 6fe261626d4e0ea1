import {
  describeIssues,
  ErrorCode,
  type ErrorInfo,
  METHODS,
  type Method,
  type MethodParams,
  RequestSchema,
} from "@lianmai/protocol";
import * as v from "valibot";

/** A request that keeps to the protocol. */
export type ParsedRequest = { [M in Method]: { id: number; method: M; params: MethodParams<M> } }[Method];

export type ParseOutcome =
  | { kind: "request"; request: ParsedRequest }
  /** A person can have caused it by what a page passes on, so it gets an answer. */
  | { kind: "refusal"; id: number; error: ErrorInfo }
  /** No client of this protocol sends this. `reason` names the field. */
  | { kind: "malformed"; reason: string };

/** Reads one message of a client. */
export function parseRequest(text: string): ParseOutcome {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch (error) {
    return { kind: "malformed", reason: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const envelope = v.safeParse(RequestSchema, message);
  if (!envelope.success) return { kind: "malformed", reason: describeIssues(envelope.issues) };
  const { id, method } = envelope.output;
  if (!isMethod(method)) return { kind: "malformed", reason: `method: there is no "${method.slice(0, 40)}"` };
  const params = v.safeParse(METHODS[method].params, envelope.output.params);
  if (params.success) return { kind: "request", request: { id, method, params: params.output } as ParsedRequest };
  const error = refusalOf(method, params.issues);
  if (error) return { kind: "refusal", id, error };
  return { kind: "malformed", reason: `${method}: params.${describeIssues(params.issues)}` };
}

function isMethod(name: string): name is Method {
  return Object.hasOwn(METHODS, name);
}

/** The fields that a page hands through to the client, and how each is refused. */
const PAGE_FIELDS: Partial<Record<Method, Record<string, Pick<ErrorInfo, "code" | "reason">>>> = {
  join: {
    roomId: { code: ErrorCode.IllegalId, reason: "illegal_room_id" },
    userId: { code: ErrorCode.IllegalId, reason: "illegal_user_id" },
    appId: { code: ErrorCode.InvalidToken, reason: "app_unknown" },
    token: { code: ErrorCode.InvalidToken, reason: "token_malformed" },
    extraInfo: { code: ErrorCode.JoinFailed, reason: "bad_message" },
  },
  updateToken: {
    token: { code: ErrorCode.UpdateTokenInvalid, reason: "token_malformed" },
  },
  subscribe: { userId: { code: ErrorCode.IllegalId, reason: "illegal_user_id" } },
  unsubscribe: { userId: { code: ErrorCode.IllegalId, reason: "illegal_user_id" } },
};

/** @returns undefined when some field is wrong that no page hands through */
function refusalOf(
  method: Method,
  issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]],
): ErrorInfo | undefined {
  const refusals = issues.map((issue) => PAGE_FIELDS[method]?.[v.getDotPath(issue) ?? ""]);
  const [first] = refusals;
  if (first === undefined || refusals.includes(undefined)) return undefined;
  return { ...first, message: `The parameters of ${method} cannot be used: ${describeIssues(issues)}.` };
}

import type { RtcCause } from "./ports.js";

type Device = "camera" | "microphone";

/** Chromium's own word for a refusal of the operating system's. */
const BY_SYSTEM = /\bsystem\b/i;

/**
 * Says more exactly why a device was refused, where the browser lets it be known: the page around this one has not
 * passed the right on (`scope_undeclared`), or the system's privacy settings forbid it to the browser
 * (`privacy_denied`). Everything else stays what it is.
 */
export function explainRefusal(device: Device, error: unknown, isDelegated = delegates): unknown {
  const { reason, cause } = (typeof error === "object" && error !== null ? error : {}) as {
    reason?: unknown;
    cause?: unknown;
  };
  if (reason !== "permission_denied") return error;
  if (!isDelegated(device)) {
    return refusal(
      "scope_undeclared",
      `the page that holds this one does not allow it the ${device}; add "${device}" to the allow attribute of its iframe, or to its header Permissions-Policy`,
      error,
    );
  }
  if (cause instanceof Error && BY_SYSTEM.test(cause.message)) {
    return refusal(
      "privacy_denied",
      `the system's privacy settings keep the browser from the ${device}; allow it there`,
      error,
    );
  }
  return error;
}

function refusal(reason: string, message: string, cause: unknown): RtcCause & Error {
  return Object.assign(new Error(message, { cause }), { code: 1001, reason });
}

/** Whether this page has the right to ask for a device at all. Browsers that do not tell are taken to give it. */
function delegates(device: Device): boolean {
  const { permissionsPolicy, featurePolicy } = document as Document & Record<string, Policy | undefined>;
  return (permissionsPolicy ?? featurePolicy)?.allowsFeature(device) ?? true;
}

interface Policy {
  allowsFeature(feature: string): boolean;
}

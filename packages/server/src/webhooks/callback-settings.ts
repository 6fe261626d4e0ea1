import { ID_PATTERN } from "@lianmai/protocol";
import { type AddressGuard, AddressRefused } from "./address-guard.js";
import { CallbackError } from "./callback-error.js";
import { isKnownEvent } from "./event-names.js";

/** What may be changed about a callback. */
export interface CallbackSettings {
  /** Beginning with http:// or https://. */
  url: string;
  /** 1 to 256 characters. */
  secretKey: string;
  /** At least one name of an event. */
  events: readonly string[];
}

const LONGEST_URL = 2048;
const LONGEST_SECRET = 256;
const MOST_EVENTS = 100;

/** @throws CallbackError `invalid` that names the field */
export function checkBusinessId(businessId: string): void {
  if (businessId === "" || ID_PATTERN.test(businessId)) return;
  throw invalid("BusinessId", 'BusinessId must be 1 to 128 characters out of letters, digits, "_", "@", "-" and "."');
}

/**
 * @returns the settings, without events named twice
 * @throws CallbackError `invalid` that names the field
 */
export function checkSettings({ url, secretKey, events }: CallbackSettings, guard: AddressGuard): CallbackSettings {
  checkUrl(url, guard);
  if (secretKey === "" || secretKey.length > LONGEST_SECRET) {
    throw invalid("SecretKey", `SecretKey must have 1 to ${LONGEST_SECRET} characters`);
  }
  if (events.length === 0 || events.length > MOST_EVENTS) {
    throw invalid("EventList", `EventList must name 1 to ${MOST_EVENTS} events`);
  }
  const unknown = events.find((name) => !isKnownEvent(name));
  if (unknown !== undefined) {
    throw invalid(
      "EventList",
      `EventList names ${JSON.stringify(unknown.slice(0, 64))}, which is no event; the names are case-sensitive, such as UserJoinRoom`,
    );
  }
  return { url, secretKey, events: [...new Set(events)] };
}

function checkUrl(text: string, guard: AddressGuard): void {
  if (text.length > LONGEST_URL) throw invalid("URL", `URL must have at most ${LONGEST_URL} characters`);
  if (!URL.canParse(text))
    throw invalid("URL", "URL is none; it must begin with https:// or http:// and a domain name");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw invalid("URL", `URL must begin with https:// or http://, not with ${url.protocol}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw invalid("URL", "URL must hold no user name and no password; webhooks are signed instead");
  }
  try {
    guard.assertHost(url.hostname);
  } catch (error) {
    if (!(error instanceof AddressRefused)) throw error;
    throw invalid("URL", `URL cannot be sent to: ${error.message}`);
  }
}

function invalid(field: CallbackError["field"], message: string): CallbackError {
  return new CallbackError("invalid", field, `${message}.`);
}

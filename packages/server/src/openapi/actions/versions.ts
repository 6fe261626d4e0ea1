/** The versions of the OpenAPI that actions here are offered in. */
export const V2020_12_01 = "2020-12-01";
export const V2023_07_20 = "2023-07-20";
export const V2023_08_01 = "2023-08-01";
export const V2023_11_01 = "2023-11-01";

/**
 * `Result` of an action that only does something. The oldest version writes the name in lower case in its model and
 * with a capital in its examples, so clients of both find it.
 */
export function done(version: string, text = "success"): Record<string, string> {
  return version === V2020_12_01 ? { message: text, Message: text } : { Message: text };
}

/** A setting has a value that it may not have; the message names it and says what would be right. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

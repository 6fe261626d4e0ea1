/** Room and user ids: case-sensitive, 1 to 128 of these characters. */
export const ID_PATTERN = /^[a-zA-Z0-9@._-]{1,128}$/;

/** An AppId: 24 lower-case hexadecimal characters. */
export const APP_ID_PATTERN = /^[0-9a-f]{24}$/;

/** On every answer. A page that is served sets a policy of its own in the place of this one. */
export const SECURE_HEADERS = {
  "content-security-policy": "frame-ancestors 'self'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "SAMEORIGIN",
  "referrer-policy": "same-origin",
} as const;

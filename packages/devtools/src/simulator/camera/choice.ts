/** Where a simulated phone gets its picture from. */
export const CAMERA_CHOICES = ["auto", "camera", "pattern", "file", "none"] as const;

/**
 * `auto`: the computer's camera, and the test pattern where it has none. `camera`: the computer's or a failure.
 * `none`: a phone without camera and microphone.
 */
export type CameraChoice = (typeof CAMERA_CHOICES)[number];

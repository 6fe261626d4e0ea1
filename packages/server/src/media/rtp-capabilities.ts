import * as v from "valibot";
import { MediaError } from "./media-error.js";

const RtpCapabilitiesSchema = v.looseObject({
  codecs: v.optional(
    v.array(
      v.looseObject({
        kind: v.picklist(["audio", "video"]),
        mimeType: v.pipe(v.string(), v.regex(/^(audio|video)\/.+$/i, "must be audio/... or video/...")),
        clockRate: v.number(),
        preferredPayloadType: v.number(),
      }),
    ),
  ),
  headerExtensions: v.optional(v.array(v.looseObject({ uri: v.string(), preferredId: v.number() }))),
});

/**
 * Looks at a client's RTP capabilities when it joins. mediasoup itself only reads them when the client is to receive
 * something, and a client that sent nonsense should learn it at once and not find everybody silent.
 *
 * @throws MediaError `unsupported_media` that names the field
 */
export function checkRtpCapabilities(rtpCapabilities: unknown): void {
  const checked = v.safeParse(RtpCapabilitiesSchema, rtpCapabilities);
  if (checked.success) return;
  const [issue] = checked.issues;
  const path = v.getDotPath(issue);
  throw MediaError.unsupported(`rtpCapabilities${path ? `.${path}` : ""} cannot be used: ${issue.message}`);
}

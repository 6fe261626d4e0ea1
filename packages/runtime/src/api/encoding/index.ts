import { synchronous } from "../core/definition.js";
import { binary, required, string } from "../core/options.js";

/** Base64. The documentation passes and returns the values themselves, where the typings wrap them into objects. */
export function encodingTopic() {
  return {
    arrayBufferToBase64: synchronous({
      call(buffer: unknown) {
        const bytes = new Uint8Array(required(binary).read(buffer, "arrayBuffer"));
        let text = "";
        for (const byte of bytes) text += String.fromCharCode(byte);
        return btoa(text);
      },
    }),
    base64ToArrayBuffer: synchronous({
      call: (text: unknown) =>
        Uint8Array.from(atob(required(string).read(text, "base64")), (letter) => letter.charCodeAt(0)).buffer,
    }),
  };
}

import type { Frame, Page } from "playwright-core";

export type Colour = readonly [red: number, green: number, blue: number];

/** How far an encoder may be from a colour, each part of 0 to 255. */
const TOLERANCE = 45;

/** Whether a video of the page has this colour in its left upper corner, or in its middle. */
export async function showsColour(frame: Frame, colour: Colour, place: "corner" | "middle"): Promise<boolean> {
  return await frame.evaluate(
    ([wanted, where, tolerance]) =>
      [...document.querySelectorAll("video")].some((video) => {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [video.videoWidth || 1, video.videoHeight || 1];
        const context = canvas.getContext("2d");
        context?.drawImage(video, 0, 0);
        const [x, y] = where === "corner" ? [4, 4] : [canvas.width >> 1, canvas.height >> 1];
        const pixel = [...(context?.getImageData(x, y, 1, 1).data ?? [])];
        return wanted.every((part, index) => Math.abs(part - (pixel[index] ?? -tolerance)) < tolerance);
      }),
    [colour, place, TOLERANCE] as const,
  );
}

/** A file for a file chooser. */
export interface ColouredFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A picture of one colour, made in a page. */
export async function pictureOf(page: Page, colour: Colour): Promise<ColouredFile> {
  const text = await page.evaluate(([red, green, blue]) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
    const context = canvas.getContext("2d");
    if (context) {
      context.fillStyle = `rgb(${red} ${green} ${blue})`;
      context.fillRect(0, 0, 320, 240);
    }
    return canvas.toDataURL("image/png").split(",")[1] ?? "";
  }, colour);
  return { name: "picture.png", mimeType: "image/png", buffer: Buffer.from(text, "base64") };
}

/** A film of one colour, recorded in a page from a canvas that is drawn again and again. */
export async function filmOf(page: Page, colour: Colour): Promise<ColouredFile> {
  const bytes = await page.evaluate(async ([red, green, blue]) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
    const context = canvas.getContext("2d");
    const recorder = new MediaRecorder(canvas.captureStream(15), { mimeType: "video/webm" });
    const parts: Blob[] = [];
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve));
    recorder.start();
    for (let picture = 0; picture < 30; picture++) {
      if (context) {
        context.fillStyle = `rgb(${red} ${green} ${blue})`;
        context.fillRect(0, 0, 320, 240);
      }
      await new Promise(requestAnimationFrame);
    }
    recorder.stop();
    await ended;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  }, colour);
  return { name: "film.webm", mimeType: "video/webm", buffer: Buffer.from(bytes) };
}

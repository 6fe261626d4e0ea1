/** Settles with the time (of `performance.now()`) at which a track's first picture is shown. */
export function firstFrame(video: HTMLVideoElement, track: MediaStreamTrack): Promise<number> {
  return new Promise((resolve) => {
    video.srcObject = new MediaStream([track]);
    video.requestVideoFrameCallback((now) => resolve(now));
  });
}

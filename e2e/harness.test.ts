import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, openTab, type Tab } from "./harness/browser.js";
import { audioArrives, outboundStreams, videoArrives, videosPlay } from "./harness/media.js";
import { until } from "./harness/until.js";

/** Two peer connections in one page: what the helpers say about them is known beforehand. */
const LOOP_PAGE = `<!doctype html><video autoplay></video><script type="module">
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  near.onicecandidate = ({ candidate }) => far.addIceCandidate(candidate);
  far.onicecandidate = ({ candidate }) => near.addIceCandidate(candidate);
  const received = new MediaStream();
  far.ontrack = ({ track }) => {
    received.addTrack(track);
    document.querySelector("video").srcObject = received;
  };
  for (const track of stream.getTracks()) near.addTrack(track, stream);
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription);
  window.silence = () => stream.getAudioTracks().forEach((track) => (track.enabled = false));
</script>`;

describe("the helpers for media", () => {
  let browser: Browser;
  let server: Server;
  let tab: Tab;

  beforeAll(async () => {
    server = createServer((_, response) => response.setHeader("content-type", "text/html").end(LOOP_PAGE));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    browser = await launchBrowser();
    tab = await openTab(browser, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it("see pictures and hear sound that arrive", async () => {
    const [video] = await videoArrives(tab.page);
    expect(video?.frameWidth).toBeGreaterThan(0);
    await audioArrives(tab.page);
    await videosPlay(tab.page, 1);
    const kinds = (await outboundStreams(tab.page)).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(["audio", "video"]);
    expect(tab.pageErrors).toEqual([]);
  });

  it("do not take silence for sound", async () => {
    await tab.page.evaluate("silence()");
    // What was said before the switch is still on its way for a moment.
    await until("it is silent", () =>
      audioArrives(tab.page, 1, 500).then(
        () => false,
        () => true,
      ),
    );
    await expect(audioArrives(tab.page, 1, 1_000)).rejects.toThrow(/carry sound/);
  });

  it("say what did not happen", async () => {
    await expect(until("two and two are five", () => 2 + 2 === 5, 200)).rejects.toThrow(/two and two are five/);
  });
});

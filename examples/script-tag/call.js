// Everything of the client is in the global Lianmai.
const { AudioPlayer, openCamera, openMicrophone, Room } = Lianmai;
const form = document.querySelector("form");
const status = document.querySelector("#status");
const tiles = document.querySelector("#tiles");
form.user.value = new URLSearchParams(location.search).get("user") ?? `web-${Math.random().toString(36).slice(2, 8)}`;

const room = new Room({ url: `${location.origin.replace(/^http/, "ws")}/rtc/v1` });
let player;
let devices = [];

room.on("stateChanged", (state, error) => {
  status.textContent = error ? `${state}: ${error.message}` : state;
  if (state === "left") close();
});
room.on("trackAdded", (userId, source, track) => {
  if (track.kind === "video") show(`${userId} ${source}`, track);
});
room.on("trackRemoved", (userId, source) => hide(`${userId} ${source}`));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    // The token comes from your own server: examples/backend answers like this.
    const body = JSON.stringify({ roomId: form.room.value, userId: form.user.value, name: form.user.value });
    const headers = { "content-type": "application/json" };
    const answer = await (await fetch("/api/rtc/token", { method: "POST", headers, body })).json();
    player = new AudioPlayer(room);
    // The click on the button is behind it, so that the sound may start.
    player.on("autoplayBlocked", () => document.addEventListener("click", () => player?.resume(), { once: true }));
    await room.join({ ...answer, roomId: form.room.value });
    devices = await Promise.all([openMicrophone(), openCamera()]);
    const [microphone, camera] = devices;
    show("me", camera);
    await Promise.all([room.publish("microphone", microphone), room.publish("camera", camera)]);
  } catch (error) {
    status.textContent = error.message;
  }
});
document.querySelector("#leave").addEventListener("click", () => room.leave());

function close() {
  for (const track of devices) track.stop();
  devices = [];
  player?.close();
  tiles.replaceChildren();
}

function show(id, track) {
  hide(id);
  const video = Object.assign(document.createElement("video"), { autoplay: true, muted: true, playsInline: true });
  video.dataset.id = id;
  video.srcObject = new MediaStream([track]);
  tiles.append(video);
}

function hide(id) {
  for (const video of [...tiles.children]) if (video.dataset.id === id) video.remove();
}

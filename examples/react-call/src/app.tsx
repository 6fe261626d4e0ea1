import { type FormEvent, useState } from "react";
import { texts } from "./text.js";
import { Tile } from "./tile.js";
import { useRoom } from "./use-room.js";

const search = new URLSearchParams(location.search);
const text = texts(search);
const signaling = search.get("rtc") ?? `${location.origin.replace(/^http/, "ws")}/rtc/v1`;

/** A token of the business server of `examples/backend`, which holds the key. */
async function passFor(roomId: string, userId: string): Promise<{ appId: string; userId: string; token: string }> {
  const response = await fetch(`${search.get("backend") ?? ""}/api/rtc/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ roomId, userId, name: userId }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `status ${response.status}`);
  return answer;
}

export function App() {
  const room = useRoom(signaling);
  return room.state === "out" || room.state === "joining" ? <Home room={room} /> : <Call room={room} />;
}

type RoomProps = { room: ReturnType<typeof useRoom> };

function Home({ room }: RoomProps) {
  const [roomId, setRoomId] = useState(search.get("room") ?? "1001");
  const [userId, setUserId] = useState(search.get("user") ?? `web-${Math.random().toString(36).slice(2, 8)}`);
  const [refusal, setRefusal] = useState("");
  const isJoining = room.state === "joining";
  const failure = refusal || room.error?.message;

  const enter = async (event: FormEvent) => {
    event.preventDefault();
    setRefusal("");
    try {
      await room.join({ ...(await passFor(roomId, userId)), roomId });
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };

  return (
    <form className="home" onSubmit={enter}>
      <h1>{text.title}</h1>
      <label>
        {text.room}
        <input value={roomId} onChange={(event) => setRoomId(event.target.value)} required />
      </label>
      <label>
        {text.name}
        <input value={userId} onChange={(event) => setUserId(event.target.value)} required />
      </label>
      <button type="submit" className="strong" disabled={isJoining}>
        {isJoining ? text.joining : text.join}
      </button>
      {failure && <p role="alert">{text.failed(failure)}</p>}
    </form>
  );
}

function Call({ room }: RoomProps) {
  const { members, microphone, camera, error } = room;
  const toggle = (isOn: boolean, device: string) => (isOn ? text.off(device) : text.on(device));
  return (
    <main className="call">
      {room.state === "reconnecting" && <p role="status">{text.reconnecting}</p>}
      {error && <p role="alert">{text.failed(error.message)}</p>}
      <section className="tiles">
        {members.map((member) => (
          <Tile key={member.userId} member={member} me={text.me} muted={text.muted} />
        ))}
      </section>
      <footer>
        {room.soundBlocked && (
          <button type="button" className="strong" onClick={room.playSound}>
            {text.playSound}
          </button>
        )}
        <button type="button" aria-pressed={microphone} onClick={() => room.setMicrophone(!microphone)}>
          {toggle(microphone, text.microphone)}
        </button>
        <button type="button" aria-pressed={camera} onClick={() => room.setCamera(!camera)}>
          {toggle(camera, text.camera)}
        </button>
        <button type="button" className="leave" onClick={room.leave}>
          {text.leave}
        </button>
      </footer>
    </main>
  );
}

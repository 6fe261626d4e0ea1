import { useEffect, useState, useSyncExternalStore } from "react";
import { RoomStore, type RoomView } from "./room-store.js";

export type RoomActions = Pick<RoomStore, "join" | "leave" | "setMicrophone" | "setCamera" | "playSound">;

/**
 * A room for a React component: what it shows, and what it can do. The component renders anew whenever something of the
 * room changes, and leaves when it goes. One room lives as long as the component, over any number of joins.
 *
 * @param url The signalling address, `wss://HOST/rtc/v1`. A later change of it is ignored.
 * @example
 * const { state, members, join } = useRoom("wss://rtc.example.com/rtc/v1");
 * if (state === "out") return <button onClick={() => join({ appId, roomId, userId, token })}>Join</button>;
 * return members.map((member) => <Tile key={member.userId} {...member} />);
 */
export function useRoom(url: string): RoomView & RoomActions {
  const [store] = useState(() => new RoomStore(url));
  const view = useSyncExternalStore(store.subscribe, store.snapshot);
  useEffect(() => () => void store.leave(), [store]);
  const { join, leave, setMicrophone, setCamera, playSound } = store;
  return { ...view, join, leave, setMicrophone, setCamera, playSound };
}

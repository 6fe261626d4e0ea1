import { useEffect, useRef } from "react";
import type { MemberView } from "./room-store.js";

interface TileProps {
  member: MemberView;
  /** What stands for the own name. */
  me: string;
  muted: string;
}

/** A member's picture, or the first letter of its id, with its name. */
export function Tile({ member, me, muted }: TileProps) {
  const { userId, isLocal, video, isMuted, isSpeaking } = member;
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!element.current) return;
    element.current.srcObject = video ? new MediaStream([video]) : null;
  }, [video]);
  return (
    <figure className={`tile${isSpeaking ? " speaking" : ""}`}>
      {video ? (
        <video ref={element} className={isLocal ? "mirrored" : ""} autoPlay muted playsInline />
      ) : (
        <span className="letter">{userId.replace(/^web-/, "").charAt(0).toUpperCase()}</span>
      )}
      <figcaption>
        <span>{isLocal ? `${userId} (${me})` : userId}</span>
        {isMuted && <span className="mark">{muted}</span>}
      </figcaption>
    </figure>
  );
}

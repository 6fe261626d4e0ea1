import { clockTime, useText } from "../language/language-context.js";
import type { NetworkEntry, SocketEntry } from "../state/reports.js";

/** One request or socket in full: headers, bodies as far as they are text, messages. */
export function NetworkDetails({ entry, who }: { entry: NetworkEntry; who: string }) {
  const text = useText();
  return (
    <div className="network-details">
      <p>
        <code>{entry.url}</code>
      </p>
      <p className="network-when">
        {who} · {clockTime(entry.time, 3)}
      </p>
      <Headers title={text("requestHeaders")} headers={entry.requestHeaders} />
      <Body title={text("requestBody")} body={entry.requestBody} />
      <Headers title={text("responseHeaders")} headers={entry.responseHeaders} />
      <Body title={text("responseBody")} body={entry.responseBody} />
      {entry.socket && <Messages socket={entry.socket} />}
    </div>
  );
}

function Headers({ title, headers }: { title: string; headers: Record<string, string> | undefined }) {
  const entries = Object.entries(headers ?? {});
  if (entries.length === 0) return null;
  return (
    <details>
      <summary>
        {title} ({entries.length})
      </summary>
      <dl>
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Body({ title, body }: { title: string; body: string | undefined }) {
  if (body === undefined) return null;
  return (
    <details open>
      <summary>{title}</summary>
      <pre>{pretty(body)}</pre>
    </details>
  );
}

function Messages({ socket }: { socket: SocketEntry }) {
  const text = useText();
  return (
    <>
      <p>{text("socketMessages", { sent: socket.sent, received: socket.received })}</p>
      {socket.reason && <p>{socket.reason}</p>}
      <ol>
        {socket.messages.map((message) => (
          <li key={message.key} className={`is-${message.direction}`}>
            <span aria-hidden="true">{message.direction === "sent" ? "↑" : "↓"}</span>
            <time>{clockTime(message.time, 3)}</time>
            <code>{message.text ?? text("bytes", { count: message.size })}</code>
          </li>
        ))}
      </ol>
    </>
  );
}

/** JSON with line breaks; anything else as it came. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}

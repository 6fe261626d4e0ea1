import type { CSSProperties } from "react";
import { useText } from "../language/language-context.js";
import type { DebuggedPhone } from "../state/debugged-phone.js";
import { useStore } from "../state/store.js";
import type { User } from "../state/users.js";
import type { TabProps } from "./panel.js";

/**
 * Chooses whose reports are shown.
 * @param one Where a tab shows one phone at a time: which one it is.
 */
export function PhoneFilter({ simulator, phone, onPhone, one }: TabProps & { one?: string }) {
  const text = useText();
  const phones = useStore(simulator.debugged);
  const chosen = one ?? phone;
  return (
    <fieldset className="phone-filter" aria-label={text("phones")}>
      {one === undefined && (
        <button type="button" aria-pressed={phone === ""} onClick={() => onPhone("")}>
          {text("allPhones")}
        </button>
      )}
      {phones.map(({ user }) => (
        <button
          key={user.id}
          type="button"
          aria-pressed={chosen === user.id}
          onClick={() => onPhone(phone === user.id && one === undefined ? "" : user.id)}
        >
          <UserDot user={user} />
          {user.name}
        </button>
      ))}
    </fieldset>
  );
}

/** The colour by which a user's phone is known everywhere. */
export function UserDot({ user }: { user: User | undefined }) {
  const style = user ? ({ "--user-color": user.color } as CSSProperties) : undefined;
  return <span className="user-dot" style={style} title={user?.name} />;
}

/** Finds the user of a report; its phone may be closed by now. */
export function userIn(phones: readonly DebuggedPhone[], id: string): User | undefined {
  return phones.find(({ user }) => user.id === id)?.user;
}

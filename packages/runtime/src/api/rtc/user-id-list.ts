/**
 * The argument of the list events. The documentation says `{userIdList}`; the guide's own handlers take the list
 * itself (`(userIdList) => userIdList.forEach(...)`). One value serves both: a true array that carries the list
 * under `userIdList` as well.
 */
export interface UserIdListEvent extends Array<string> {
  /** The same ids as a plain array, safe to keep and to pass to `setData`. */
  userIdList: string[];
  /** Always 0: the samples of the platform take these two out of the event as well. */
  readonly errNo: number;
  readonly errCode: number;
  readonly errMsg: string;
}

/**
 * Makes the argument of one list event.
 *
 * `userIdList` is enumerable so that `setData(event)` and `{...event}` carry it, and is an array of its own so that
 * the event holds no cycle; as `JSON.stringify` and `setData` see an array, they copy its elements only.
 */
export function userIdListEvent(api: string, userIds: readonly string[]): UserIdListEvent {
  const event = Object.assign([...userIds], { userIdList: [...userIds] });
  return Object.defineProperties(event, {
    errNo: { value: 0 },
    errCode: { value: 0 },
    errMsg: { value: `${api}:ok` },
  }) as UserIdListEvent;
}

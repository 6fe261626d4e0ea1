import type { Clock } from "../../../clock/clock.js";
import type { History } from "../../../history/history.js";
import type { Actions } from "../../action.js";
import type { AppFinder } from "../ids.js";
import { listCallDetail } from "./call-detail.js";
import { limited } from "./call-rate.js";
import { listRoomInfo, listUserInfo } from "./calls.js";
import { listOperationData } from "./operation.js";
import { listQuality, listRealTimeQuality } from "./quality.js";
import { listUsages } from "./usages.js";

/** What these actions read. */
export type DataSource = Pick<History, "calls" | "quality" | "operation">;

/** Calls a second by each access key, as the original has them: of lists and curves, and of what adds much up. */
const LIST_RATE = 10;
const SUM_RATE = 2;

/** Actions that tell what was. */
export function dataActions(history: DataSource, apps: AppFinder, clock: Clock): Actions {
  const now = () => clock.now();
  const calls = () => history.calls;
  const quality = () => history.quality;
  const operation = () => history.operation;
  return {
    ListRoomInfo: limited(LIST_RATE, clock, listRoomInfo(calls, apps, now)),
    ListUserInfo: limited(LIST_RATE, clock, listUserInfo(calls, apps, now)),
    ListCallDetail: limited(LIST_RATE, clock, listCallDetail(quality, apps, now)),
    ListRealTimeQuality: limited(SUM_RATE, clock, listRealTimeQuality(quality, apps, now)),
    ListQuality: limited(SUM_RATE, clock, listQuality(quality, apps, now)),
    ListOperationData: limited(SUM_RATE, clock, listOperationData(operation, apps, now)),
    ListUsages: limited(SUM_RATE, clock, listUsages(operation, apps, now)),
  };
}

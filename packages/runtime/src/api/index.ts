import type { Environment } from "../kernel/environment.js";
import { animationTopic } from "./animation/index.js";
import { answerCanIUse, type ComponentTable } from "./can-i-use/answer.js";
import { canvasTopic } from "./canvas/index.js";
import { buildMembers, type Definition, type Members, synchronous, type Topic } from "./core/definition.js";
import { required, string } from "./core/options.js";
import { deviceTopic } from "./device/index.js";
import { encodingTopic } from "./encoding/index.js";
import { FileSystem } from "./files/file-system.js";
import { filesTopic } from "./files/index.js";
import { navigationBarTopic, tabBarTopic } from "./interface/bars.js";
import { feedbackTopic } from "./interface/feedback.js";
import { pageTopic } from "./interface/page.js";
import { lifecycleTopic } from "./lifecycle/index.js";
import { livePlayerTopic } from "./live-player/index.js";
import { locationTopic } from "./location/index.js";
import { loginTopic, settingTopic } from "./login/index.js";
import { mapTopic } from "./map/index.js";
import { mediaTopic } from "./media/index.js";
import { networkTopic } from "./network/index.js";
import { performanceTopic } from "./performance/index.js";
import { refusedTopic } from "./refused/index.js";
import { routeTopic } from "./route/index.js";
import { createRtcApi } from "./rtc/index.js";
import { selectorTopic } from "./selector/index.js";
import { sensorsTopic } from "./sensors/index.js";
import { shareTopic } from "./share/index.js";
import { simulatedTopic } from "./simulated/index.js";
import { storageTopic } from "./storage/index.js";
import { systemInfoTopic } from "./system/info.js";
import { networkStatusTopic } from "./system/network-status.js";
import { themeTopic } from "./system/theme.js";
import { windowSizeTopic } from "./system/window-size.js";

/** What `tt` can do, simulations included; its types are checked against the platform's. */
export type AbleApi = Members<ReturnType<typeof ableDefinitions>>;

function ableDefinitions(environment: Environment) {
  const files = new FileSystem(environment.host.files);
  return {
    ...storageTopic(environment),
    ...networkTopic(environment, files),
    ...filesTopic(environment, files),
    ...feedbackTopic(environment),
    ...navigationBarTopic(environment),
    ...tabBarTopic(environment),
    ...pageTopic(environment),
    ...routeTopic(environment),
    ...systemInfoTopic(environment),
    ...networkStatusTopic(environment),
    ...windowSizeTopic(environment),
    ...themeTopic(environment),
    ...deviceTopic(environment),
    ...loginTopic(environment),
    ...settingTopic(environment),
    ...lifecycleTopic(environment),
    ...mediaTopic(environment, files),
    ...locationTopic(environment),
    ...mapTopic(environment),
    ...livePlayerTopic(environment),
    ...sensorsTopic(environment),
    ...canvasTopic(environment, files),
    ...animationTopic(),
    ...simulatedTopic(environment),
    ...shareTopic(environment),
    ...encodingTopic(),
    ...performanceTopic(environment),
    ...selectorTopic(environment),
    ...rtcTopic(environment),
  } satisfies Topic;
}

/** What each member of `tt` is: for `canIUse`, for the documentation, for reports. */
export function describeApi(environment: Environment, components: ComponentTable = {}): Record<string, Definition> {
  const definitions: Record<string, Definition> = { ...refusedTopic(environment), ...ableDefinitions(environment) };
  definitions.canIUse = synchronous({
    call: (schema: unknown) => answerCanIUse(required(string).read(schema, "schema"), definitions, components),
  });
  return definitions;
}

/**
 * Makes the `tt` object.
 *
 * @param components what `canIUse` knows of the built-in components
 */
export function createApi(environment: Environment, components: ComponentTable = {}): Record<string, unknown> {
  return buildMembers(describeApi(environment, components), environment);
}

function rtcTopic(environment: Environment) {
  const { createRtcRoomContext, getRtcEngine } = createRtcApi(environment);
  const definition = <M>(member: M): Definition<M> => ({ support: "real", build: () => member });
  return { createRtcRoomContext: definition(createRtcRoomContext), getRtcEngine: definition(getRtcEngine) };
}

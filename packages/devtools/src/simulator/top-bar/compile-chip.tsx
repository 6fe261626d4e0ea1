import { IconAlertCircle, IconAlertTriangle, IconTickCircle } from "@douyinfe/semi-icons";
import Spin from "@douyinfe/semi-ui-19/lib/es/spin";
import Tooltip from "@douyinfe/semi-ui-19/lib/es/tooltip";
import { clockTime, useText } from "../language/language-context.js";
import type { DevConnection } from "../state/dev-connection.js";
import { useStore } from "../state/store.js";

/** How the last compilation went, in a word and a number. */
export function CompileChip({ connection }: { connection: DevConnection }) {
  const text = useText();
  const state = useStore(connection.state);
  const connected = useStore(connection.connected);

  if (!connected) {
    return (
      <span className="chip is-warning" role="status">
        <Spin size="small" />
        <span className="chip-text">{text("disconnected")}</span>
      </span>
    );
  }
  if (!state || state.phase === "compiling") {
    return (
      <span className="chip" role="status">
        <Spin size="small" />
        <span className="chip-text">{text("compiling")}</span>
      </span>
    );
  }
  const errors = state.diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = state.diagnostics.length - errors;
  const when = text("compiledIn", { ms: state.milliseconds, time: clockTime(state.finishedAt) });
  if (state.phase === "failed") {
    return (
      <Tooltip content={when} position="bottom">
        <span className="chip is-error" role="status">
          <IconAlertCircle size="small" />
          <span className="chip-text">
            {errors === 1 ? text("compileErrorOne") : text("compileErrors", { count: errors })}
          </span>
        </span>
      </Tooltip>
    );
  }
  return (
    <Tooltip content={when} position="bottom">
      <span className="chip is-good" role="status">
        {warnings > 0 ? <IconAlertTriangle size="small" /> : <IconTickCircle size="small" />}
        <span className="chip-text">
          {text("compiled")} <span className="chip-number">{state.milliseconds} ms</span>
        </span>
        {warnings > 0 && (
          <span className="chip-text chip-warnings">
            {warnings === 1 ? text("warningOne") : text("warnings", { count: warnings })}
          </span>
        )}
      </span>
    </Tooltip>
  );
}

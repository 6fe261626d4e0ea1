import { type Builtin, defineBuiltin } from "../builtin.js";
import { text } from "../property.js";
import css from "./stand-ins.css" with { type: "text" };

/**
 * Components that stand on services of the platform: nothing can be advertised here, and nobody's data is there to be
 * shown. They take up no place, say what is missing, and tell `binderror`.
 */
export const standIns: readonly Builtin[] = ["ad", "open-data"].map((tag) =>
  defineBuiltin({
    tag,
    css,
    properties: { type: text() },
    create(element, environment) {
      return {
        attached() {
          const errMsg = `<${tag}> is not available outside of the platform`;
          environment.warn(`${element.ownerPath}: ${errMsg}`);
          element.emit("error", { errMsg, errCode: -1 });
        },
      };
    },
  }),
);

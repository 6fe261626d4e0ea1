import { defineBuiltin } from "../builtin.js";
import { text } from "../property.js";
import css from "./web-view.css" with { type: "text" };

/** `web-view`: a web page that fills the whole page. Only what allows to be framed can be shown. */
export const webView = defineBuiltin({
  tag: "web-view",
  css,
  properties: { src: text() },
  create(element, environment) {
    const frame = document.createElement("iframe");
    // The page stands on its own: it may run and talk to its own server, but not reach into the mini-program.
    frame.setAttribute("sandbox", "allow-scripts allow-forms allow-popups allow-same-origin");
    frame.addEventListener("load", () => {
      if (element.values.src) element.emit("load", { src: element.values.src });
    });
    element.dom.append(frame);
    const receive = (event: MessageEvent) => {
      if (event.source === frame.contentWindow) element.emit("message", { data: [event.data as unknown] });
    };
    return {
      update({ src }, changed) {
        if (!changed.has("src")) return;
        if (src === "" || /^https?:\/\//i.test(src)) frame.src = src || "about:blank";
        else {
          const errMsg = `<web-view> in ${element.ownerPath} shows http and https addresses only, not "${src}"`;
          environment.warn(errMsg);
          element.emit("error", { src, errMsg });
        }
      },
      attached: () => window.addEventListener("message", receive),
      detached: () => window.removeEventListener("message", receive),
    };
  },
});

import { createRoot } from "react-dom/client";
import { App } from "./app.js";
import { Simulator } from "./state/simulator.js";
import "@douyinfe/semi-ui-19/lib/es/_base/base.css";
import "./style/page.css";

const simulator = new Simulator();
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(<App simulator={simulator} />);
simulator.open();

import { useContext, useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { clockTime, LanguageContext, useText } from "../language/language-context.js";
import { type TextName, textIn } from "../language/texts.js";
import type { StatsSample } from "../state/call-stats.js";
import { type CurvePoint, curveOf } from "../state/call-tracks.js";
import type { User } from "../state/users.js";
import { Empty } from "./empty.js";

const CURVES: { field: Exclude<keyof CurvePoint, "time">; name: TextName }[] = [
  { field: "sent", name: "curveSent" },
  { field: "received", name: "curveReceived" },
  { field: "loss", name: "curveLoss" },
  { field: "rtt", name: "curveRtt" },
];
const HEIGHT = 128;
const GROUP = "call-curves";

/** Rates, loss and round trips of all phones over time, one below the other, with one axis and one cursor. */
export function CallCurves({ phones }: { phones: readonly { user: User; samples: readonly StatsSample[] }[] }) {
  const text = useText();
  const curves = phones
    .filter(({ samples }) => samples.length > 0)
    .map(({ user, samples }) => ({ user, points: curveOf(samples) }));
  if (curves.length === 0) return <Empty title={text("curvesEmpty")} />;
  return (
    <div className="curves panel-scroll">
      {CURVES.map(({ field, name }) => (
        <Curve key={field} field={field} name={name} curves={curves} />
      ))}
    </div>
  );
}

function Curve({
  field,
  name,
  curves,
}: {
  field: Exclude<keyof CurvePoint, "time">;
  name: TextName;
  curves: readonly { user: User; points: readonly CurvePoint[] }[];
}) {
  const language = useContext(LanguageContext);
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const data = dataOf(curves, field);
  const latest = useRef(data);
  latest.current = data;
  const users = curves.map(({ user }) => `${user.id} ${user.name} ${user.color}`).join("\n");

  // biome-ignore lint/correctness/useExhaustiveDependencies: who is drawn stands in `users`
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    // Colours of the page, in whichever theme it is.
    const style = getComputedStyle(document.body);
    const axis = {
      stroke: () => getComputedStyle(document.body).getPropertyValue("--semi-color-text-2"),
      grid: { stroke: () => getComputedStyle(document.body).getPropertyValue("--semi-color-fill-1"), width: 1 },
      ticks: { show: false },
      font: `10px ${style.fontFamily}`,
    };
    const made = new uPlot(
      {
        width: Math.max(160, element.clientWidth),
        height: HEIGHT,
        cursor: { sync: { key: GROUP, setSeries: false }, drag: { x: true, y: false } },
        legend: { live: true },
        scales: { y: { range: (_plot, _least, most) => [0, Math.max(1, (most ?? 0) * 1.1)] } },
        axes: [
          { ...axis, size: 24, values: (_plot, times) => times.map((time) => clockTime(time * 1000)), space: 72 },
          { ...axis, size: 44 },
        ],
        series: [
          {
            label: textIn(language, "time"),
            value: (_plot, time) => (time === null ? "–" : clockTime(time * 1000)),
          },
          ...curves.map(({ user }) => ({
            label: user.name,
            stroke: user.color,
            width: 1.5,
            points: { show: false },
            value: (_plot: uPlot, value: number | null) => (value === null ? "–" : String(Math.round(value * 10) / 10)),
          })),
        ],
      },
      latest.current,
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: Math.max(160, element.clientWidth), height: HEIGHT }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [users, language]);

  useEffect(() => plot.current?.setData(data), [data]);

  return (
    <figure className="curve">
      <figcaption>{textIn(language, name)}</figcaption>
      <div ref={place} />
    </figure>
  );
}

/** Points of all phones on one axis of whole seconds: phones measure at different moments. */
function dataOf(
  curves: readonly { points: readonly CurvePoint[] }[],
  field: Exclude<keyof CurvePoint, "time">,
): uPlot.AlignedData {
  const tables = curves.map(
    ({ points }): uPlot.AlignedData => [points.map(({ time }) => time / 1000), points.map((point) => point[field])],
  );
  return tables.length === 1 ? (tables[0] as uPlot.AlignedData) : uPlot.join(tables);
}

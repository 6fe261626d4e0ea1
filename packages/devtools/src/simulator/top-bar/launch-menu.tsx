import { IconChevronDown, IconPlay } from "@douyinfe/semi-icons";
import Button from "@douyinfe/semi-ui-19/lib/es/button";
import Input from "@douyinfe/semi-ui-19/lib/es/input";
import Popover from "@douyinfe/semi-ui-19/lib/es/popover";
import { type FormEvent, useId, useState } from "react";
import { useText } from "../language/language-context.js";
import { type Launch, launchOf } from "../state/launch.js";
import type { Simulator } from "../state/simulator.js";
import { useStore } from "../state/store.js";

interface Mode {
  name: string;
  launch: Launch;
}

/** From which page and with which query the phones start: the project's compile modes, or a page of one's own choice. */
export function LaunchMenu({ simulator }: { simulator: Simulator }) {
  const text = useText();
  const launch = useStore(simulator.launch);
  const project = useStore(simulator.connection.info)?.project;
  const [open, setOpen] = useState(false);

  const modes: Mode[] = [
    { name: text("launchDefault"), launch: { path: "", query: "" } },
    ...(project?.condition ?? []).map((mode) => ({ name: mode.name, launch: launchOf(mode) })),
  ];
  const current = modes.find((mode) => isSame(mode.launch, launch));
  const start = (next: Launch) => {
    setOpen(false);
    simulator.relaunch(next);
  };

  return (
    <Popover
      trigger="click"
      position="bottomRight"
      visible={open}
      onVisibleChange={setOpen}
      content={
        <div className="launch-card">
          <ul aria-label={text("launchMode")}>
            {modes.map((mode) => (
              <li key={mode.name}>
                <button
                  type="button"
                  className={mode === current ? "launch-mode is-current" : "launch-mode"}
                  aria-current={mode === current}
                  onClick={() => start(mode.launch)}
                >
                  <span>{mode.name}</span>
                  <code>{mode.launch.path || text("entryPage")}</code>
                </button>
              </li>
            ))}
          </ul>
          <LaunchForm launch={launch} pages={project?.pages ?? []} onStart={start} />
        </div>
      }
    >
      <span>
        <Button
          className="top-bar-launch"
          theme="borderless"
          type="tertiary"
          size="small"
          aria-label={text("launchMode")}
        >
          <span className="top-bar-launch-text">{current?.name ?? (launch.path || text("launchCustom"))}</span>
          <IconChevronDown size="small" />
        </Button>
      </span>
    </Popover>
  );
}

function LaunchForm({ launch, pages, onStart }: { launch: Launch; pages: string[]; onStart(launch: Launch): void }) {
  const text = useText();
  const [path, setPath] = useState(launch.path);
  const [query, setQuery] = useState(launch.query);
  const [scene, setScene] = useState(launch.scene === undefined ? "" : String(launch.scene));
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const number = Number(scene);
    onStart({
      path: path.trim().replace(/^\/+/, ""),
      query: query.trim().replace(/^\?/, ""),
      ...(Number.isInteger(number) && number > 0 ? { scene: number } : {}),
    });
  };
  return (
    <form className="launch-form" onSubmit={submit}>
      <h2>{text("launchCustom")}</h2>
      <label htmlFor={`${id}path`}>{text("launchPath")}</label>
      <Input
        id={`${id}path`}
        size="small"
        value={path}
        placeholder={pages[0] ?? ""}
        list={`${id}pages`}
        onChange={setPath}
      />
      <datalist id={`${id}pages`}>
        {pages.map((page) => (
          <option key={page} value={page} />
        ))}
      </datalist>
      <label htmlFor={`${id}query`}>{text("launchQuery")}</label>
      <Input id={`${id}query`} size="small" value={query} placeholder={text("launchQueryHint")} onChange={setQuery} />
      <label htmlFor={`${id}scene`}>{text("launchScene")}</label>
      <Input
        id={`${id}scene`}
        size="small"
        inputMode="numeric"
        value={scene}
        placeholder={text("launchSceneHint")}
        onChange={(value) => setScene(value.replace(/\D/g, ""))}
      />
      <Button htmlType="submit" theme="solid" size="small" icon={<IconPlay />}>
        {text("launchGo")}
      </Button>
    </form>
  );
}

function isSame(a: Launch, b: Launch): boolean {
  return a.path === b.path && a.query === b.query && a.scene === b.scene;
}

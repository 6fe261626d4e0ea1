// npm run -s compat:report: how much of the original's server side this service has. Figures go to standard output, one
// a line, and a verdict at the end. It is ok when all vectors pass, every action that this service sets out to offer is
// carried out in each of its versions, every other known one is refused by its name, and every event of what is offered
// arrives. Everything is found by asking a server that runs.
import { judgeActions } from "./lib/compat/actions.mjs";
import { judgeEvents } from "./lib/compat/events.mjs";
import { CompatServer } from "./lib/compat/server.mjs";
import { judgeVectors } from "./lib/compat/vectors.mjs";
import { main } from "./lib/main.mjs";
import { Report } from "./lib/report.mjs";
import { setUp } from "./lib/setup.mjs";
import { Steps } from "./lib/steps.mjs";

await main(async () => {
  await setUp({ worker: false, web: false, steps: new Steps({ stream: process.stderr, quiet: true }) });
  const report = new Report();
  for (const [name, results] of Object.entries(await judgeVectors())) tellVectors(report, name, results);
  const server = await CompatServer.start();
  try {
    tellActions(report, await judgeActions(server));
    tellEvents(report, await judgeEvents(server), server.actions);
  } finally {
    await server.close();
  }
  report.finish();
});

function tellVectors(report, name, results) {
  const failed = results.filter(({ passed }) => !passed);
  report.figure(`${name} vectors passed`, results.length - failed.length, "vectors");
  report.figure(`${name} vectors`, results.length, "vectors");
  if (results.length === 0) report.short(`${name} vectors: there are none`);
  for (const vector of failed) report.short(`${name} vector "${vector.name}"`);
}

function tellActions(report, verdicts) {
  const passed = verdicts.filter(({ problem }) => problem === undefined);
  const implemented = passed.filter(({ offered }) => offered);
  const names = (some) => new Set(some.map(({ action }) => action)).size;
  report.figure("actions implemented", implemented.length, "action versions");
  report.figure("actions known", verdicts.length, "action versions");
  report.figure("action names implemented", names(implemented), "actions");
  report.figure("action names known", names(verdicts), "actions");
  report.figure(
    "actions known, not offered",
    verdicts.length - verdicts.filter(({ offered }) => offered).length,
    "action versions",
  );
  report.figure("actions known, not offered, that say so", passed.length - implemented.length, "action versions");
  for (const { action, version, offered, required, problem } of verdicts) {
    if (problem) report.short(`action ${action} ${version}, which ${problem}`);
    else if (required && !offered) report.short(`action ${action} ${version}`);
  }
}

function tellEvents(report, { offered, arrived, others }, actions) {
  const implemented = offered.filter((name) => arrived.has(name));
  report.figure("events implemented", implemented.length, "events");
  report.figure("events known", offered.length + Object.keys(others).length, "events");
  report.figure("events of actions not offered", Object.keys(others).length, "events");
  for (const name of offered) if (!arrived.has(name)) report.short(`event ${name}, which did not arrive`);
  for (const [name, causes] of Object.entries(others)) {
    const cause = causes.find((action) => Object.hasOwn(actions, action));
    if (cause) report.short(`event ${name}, whose action ${cause} is offered`);
  }
}

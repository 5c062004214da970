/**
 * The page of the preview: the controls, the live views, and word from the server of every new
 * build. The LMS with the module is in a frame of another origin, see lms.js: what it tells is
 * shown as text.
 */
import { readOptions } from "../lms/launcher.js";
import { simulators } from "../lms/simulators/index.js";
import { callRow, fill, launchRow, make, optionControl, problemItem, timeSpan } from "./views.js";

const MOST_ROWS = 1000;

const $ = (id) => document.getElementById(id);
const text = JSON.parse($("text").textContent);
const choices = {
  module: $("module"),
  lms: $("lms"),
  show: $("show"),
  delay: $("delay"),
  server: $("server"),
};
const rows = document.querySelector("#calls tbody");
const now = () => new Date().toLocaleTimeString();

let build = { number: 0, modules: [], problems: [], fault: "" };
/** The module that the LMS was told to play, as it was built then. */
let playing = null;
let startedAt = 0;
/** The way to the LMS; what it is told before there is one, waits. */
let lms = null;
const waiting = [];

function tell(act, more = {}) {
  if (lms) lms.postMessage({ act, ...more });
  else waiting.push({ act, ...more });
}

function notice(words, ...more) {
  $("notice").replaceChildren(words, ...more);
}

/* ---- What is chosen, kept in the address so that a reload finds it again ---- */

function readAddress() {
  const query = new URLSearchParams(location.search);
  for (const [name, control] of Object.entries(choices)) {
    if (query.has(name)) control.value = query.get(name);
    if (control.selectedIndex < 0) control.selectedIndex = 0;
  }
  drawNetwork(query.get("online") !== "false");
  drawOptions(readOptions(query, simulators[choices.lms.value]));
}

function writeAddress() {
  const chosen = Object.entries(choices).map(([name, control]) => [name, control.value]);
  const query = new URLSearchParams([
    ...chosen,
    ...Object.entries(chosenOptions()).map(([name, value]) => [name, value ?? ""]),
  ]);
  if (!isOnline()) query.set("online", "false");
  history.replaceState(null, "", `?${query}`);
}

const isOnline = () => $("drop").getAttribute("aria-pressed") !== "true";

const drawNetwork = (online) => $("drop").setAttribute("aria-pressed", String(!online));

/** Network and server as they are chosen. */
const chosenWeather = () => ({
  online: isOnline(),
  server: choices.server.value,
  delay: Number(choices.delay.value),
});

/** Changes the weather in the middle of a visit. */
function weather() {
  writeAddress();
  tell("weather", { changes: chosenWeather() });
}

function drawOptions(values) {
  const simulator = simulators[choices.lms.value];
  $("options").replaceChildren(
    ...simulator.options.map((option) => optionControl(option, values[option.name], start)),
  );
  $("lms-description").textContent = simulator.description;
  $("review").hidden = !("reviewMode" in values);
  $("actions").replaceChildren(
    ...Object.entries(simulator.recordActions).map(([name, action]) =>
      make("button", { type: "button", onclick: () => tell("record", { name }) }, action.title),
    ),
  );
}

const optionControls = () => [...$("options").querySelectorAll("[name]")];

const chosenOptions = () =>
  Object.fromEntries(
    optionControls().map((control) => [
      control.name,
      control.type === "checkbox" ? control.checked : control.value || null,
    ]),
  );

/* ---- Launching ---- */

const chosenModule = () => build.modules.find(({ id }) => id === choices.module.value);

/** Launches what is chosen, in place of what was there. */
function start() {
  writeAddress();
  playing = chosenModule() ?? null;
  notice(playing ? "" : text.nothingToPlay);
  tell("start", {
    module: playing?.id ?? "",
    lms: choices.lms.value,
    options: chosenOptions(),
    show: choices.show.value,
    weather: chosenWeather(),
    openWindow: text.openWindow,
  });
}

function launch(anyway = false) {
  notice("");
  tell("launch", { anyway });
}

/** Launches the new build of the module in the window where the last one was. */
function renew(module) {
  notice("");
  playing = module;
  tell("renew");
}

function offerAnyway({ reason }) {
  const button = make("button", { type: "button", onclick: () => launch(true) }, text.launchAnyway);
  notice(`${fill(text.refused, { reason })} `, button);
}

const end = (kind) => () => tell("close", { kind });

/* ---- Live views ---- */

function addRow(row) {
  rows.prepend(row);
  if (rows.childElementCount > MOST_ROWS) rows.lastElementChild.remove();
}

function addLaunch({ lms: title, at }) {
  startedAt = at;
  addRow(launchRow(fill(text.launch, { lms: title, time: now() })));
}

function draw({ summary, sent, lost, reviewed, open, canForce, closed }) {
  drawRecord(summary, sent, lost);
  $("review").setAttribute("aria-pressed", String(reviewed));
  for (const id of ["leave", "kill", "force"]) $(id).disabled = !open;
  if (document.activeElement.disabled) $("relaunch").focus();
  $("force").hidden = !canForce;
  if (!open && Object.hasOwn(text, closed)) notice(text[closed]);
}

function drawRecord(summary, sent, lost) {
  const show = (id, words) => {
    $(`record-${id}`).textContent = words || "–";
  };
  show("status", summary.lessonStatus);
  show("score", summary.scoreRaw);
  show("time", timeSpan(summary.totalTime));
  show("location", summary.lessonLocation);
  show("entry", summary.entry);
  show("messages", fill(text.messages, { count: sent, lost }));
  show("length", fill(text.length, { count: summary.suspendData.length.toLocaleString("en") }));
  show("data", summary.suspendData);
  const { interactions } = summary;
  $("interactions-heading").textContent = fill(text.interactions, { count: interactions.length });
  $("interactions").replaceChildren(
    ...interactions.map((each) =>
      make("li", {}, fill(text.interaction, { ...each, response: each.studentResponse })),
    ),
  );
}

function drawProblems() {
  const { problems, fault } = build;
  const count = problems.length + (fault ? 1 : 0);
  $("problems").hidden = count === 0;
  $("problems-heading").textContent = fill(text.problems, { count });
  $("problem-list").replaceChildren(...problems.map((problem) => problemItem(problem, text)));
  $("fault").hidden = !fault;
  $("fault").textContent = fault;
  $("stale").hidden = !build.modules.length || (!fault && build.modules.every((m) => m.current));
}

/* ---- New builds ---- */

function drawModules() {
  const chosen = choices.module.value || new URLSearchParams(location.search).get("module");
  choices.module.replaceChildren(...build.modules.map(({ id, title }) => new Option(title, id)));
  choices.module.value = chosen;
  if (choices.module.selectedIndex < 0) choices.module.selectedIndex = 0;
}

function showBuild(next) {
  const first = build.number === 0;
  build = next;
  drawModules();
  drawProblems();
  const module = chosenModule();
  const same = playing && module?.digest === playing.digest;
  const failed = build.fault || build.modules.some(({ current }) => !current);
  const words = first ? text.built : same ? text.unchanged : text.rebuilt;
  $("news").textContent = fill(failed || !module ? text.failed : words, { time: now() });
  if (same) return;
  if (playing && playing.id === module?.id) renew(module);
  else start();
}

/* ---- The LMS ---- */

const TOLD = {
  launch: addLaunch,
  call: ({ entry }) => addRow(callRow(entry, startedAt, text)),
  state: draw,
  says: (said) => notice(fill(text.says, said)),
  shown: ({ elsewhere }) => {
    if (elsewhere) notice(text.elsewhere);
  },
  refused: offerAnyway,
  notOpened: () => notice(text.notOpened),
  wrong: (what) => notice(fill(text.wrong, what)),
};

/**
 * Whatever is in the frame now gets a way to tell of itself; to another origin it is not handed.
 */
function connect() {
  const { port1, port2 } = new MessageChannel();
  lms?.close();
  lms = port1;
  lms.onmessage = ({ data }) => {
    if (Object.hasOwn(TOLD, data?.told)) TOLD[data.told](data);
  };
  $("lms-page").contentWindow.postMessage("", $("lms-page").dataset.origin, [port2]);
  for (const told of waiting.splice(0)) lms.postMessage(told);
}

/* ---- Start ---- */

choices.lms.append(
  ...Object.entries(simulators).map(([name, { title }]) => new Option(title, name)),
);
readAddress();
for (const name of ["module", "show"]) choices[name].onchange = start;
for (const name of ["delay", "server"]) choices[name].onchange = weather;
choices.lms.onchange = () => {
  drawOptions(readOptions(new URLSearchParams(), simulators[choices.lms.value]));
  start();
};
$("controls").onsubmit = (event) => event.preventDefault();
$("relaunch").onclick = () => (playing ? launch() : start());
$("review").onclick = () => {
  const control = optionControls().find(({ name }) => name === "reviewMode");
  control.value = control.value === "review" ? "" : "review";
  start();
};
$("leave").onclick = end("left");
$("kill").onclick = end("killed");
$("force").onclick = end("forceFinish");
$("drop").onclick = () => {
  drawNetwork(!isOnline());
  weather();
};
$("clear").onclick = () => {
  tell("clear");
  start();
};
$("errors-only").onchange = ({ target }) => rows.classList.toggle("errors-only", target.checked);
$("all-calls").onchange = ({ target }) => rows.classList.toggle("all-calls", target.checked);

// Not before this script hears of it: the frame may be there at once.
$("lms-page").onload = connect;
$("lms-page").src = `${$("lms-page").dataset.origin}/`;

const events = new EventSource("events");
events.onmessage = ({ data }) => showBuild(JSON.parse(data));
events.onerror = () => {
  $("news").textContent = text.stopped;
};

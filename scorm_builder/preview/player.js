/** The player page: the controls, the live views, and word from the server of every new build. */
import { Player, readManifest, readOptions } from './launcher.js';
import { simulators } from './simulators/index.js';
import { callRow, fill, launchRow, make, optionControl, problemItem, timeSpan } from './views.js';

const MOST_ROWS = 1000;
const DRAW_AFTER = 50;

const $ = (id) => document.getElementById(id);
const text = JSON.parse($('text').textContent);
const choices = {
  module: $('module'), lms: $('lms'), show: $('show'), delay: $('delay'), server: $('server'),
};
const rows = document.querySelector('#calls tbody');
const now = () => new Date().toLocaleTimeString();

let build = { number: 0, modules: [], problems: [], fault: '' };
let player = null;
let startedAt = 0;
let drawing = 0;
let busy = Promise.resolve();

/** One thing after the other: a launch must not overtake the end of the one before. */
function inTurn(act) {
  busy = busy.then(act).catch((error) => notice(fill(text.wrong, { text: String(error) })));
}

function notice(words, ...more) {
  $('notice').replaceChildren(words, ...more);
}

/* ---- What is chosen, kept in the address so that a reload finds it again ---- */

function readAddress() {
  const query = new URLSearchParams(location.search);
  for (const [name, control] of Object.entries(choices)) {
    if (query.has(name)) control.value = query.get(name);
    if (control.selectedIndex < 0) control.selectedIndex = 0;
  }
  drawNetwork(query.get('online') !== 'false');
  drawOptions(readOptions(query, simulators[choices.lms.value]));
}

function writeAddress() {
  const chosen = Object.entries(choices).map(([name, control]) => [name, control.value]);
  const query = new URLSearchParams([...chosen, ...Object.entries(chosenOptions())
    .map(([name, value]) => [name, value ?? ''])]);
  if (!isOnline()) query.set('online', 'false');
  history.replaceState(null, '', `?${query}`);
}

const isOnline = () => $('drop').getAttribute('aria-pressed') !== 'true';

const drawNetwork = (online) => $('drop').setAttribute('aria-pressed', String(!online));

/** Network and server as they are chosen. */
const chosenWeather = () => ({
  online: isOnline(), server: choices.server.value, delay: Number(choices.delay.value),
});

/** Changes the weather in the middle of a visit. */
function weather() {
  writeAddress();
  player?.weather(chosenWeather());
}

function drawOptions(values) {
  const simulator = simulators[choices.lms.value];
  $('options').replaceChildren(...simulator.options.map((option) =>
    optionControl(option, values[option.name], () => inTurn(start))));
  $('lms-description').textContent = simulator.description;
  $('review').hidden = !('reviewMode' in values);
  $('actions').replaceChildren(...Object.entries(simulator.recordActions).map(([name, action]) =>
    make('button', { type: 'button', onclick: () => player?.act(name) }, action.title)));
}

const optionControls = () => [...$('options').querySelectorAll('[name]')];

const chosenOptions = () => Object.fromEntries(optionControls().map((control) =>
  [control.name, control.type === 'checkbox' ? control.checked : control.value || null]));

/* ---- Launching ---- */

const chosenModule = () => build.modules.find(({ id }) => id === choices.module.value);

/** Launches what is chosen, in place of what was there. */
async function start() {
  await player?.close('left');
  player = null;
  writeAddress();
  const module = chosenModule();
  if (!module) {
    notice(text.nothingToPlay);
    return;
  }
  const folder = new URL(`modules/${module.id}/`, location.origin);
  const manifest = await readManifest(folder);
  player = new Player({
    manifest,
    module: module.id,
    digest: module.digest,
    lms: choices.lms.value,
    sco: new URL(manifest.launchFile, folder),
    options: chosenOptions(),
    placement: choices.show.value,
    ...chosenWeather(),
    container: $('stage'),
    on: {
      launch: addLaunch,
      call: (entry) => addRow(callRow(entry, startedAt, text)),
      change: drawSoon,
      alert: (said) => notice(fill(text.says, { text: said })),
    },
  });
  await launch();
}

/** Launches the new build of the module in the window where the last one was. */
async function renew(module) {
  player.manifest = await readManifest(new URL('.', player.sco));
  player.digest = module.digest;
  await launch();
}

async function launch(anyway = false) {
  notice('');
  if (await player.launch({}, anyway)) {
    if (!$('stage').firstChild) notice(text.elsewhere);
    return;
  }
  const { launchRefused } = player.session;
  if (launchRefused === null || anyway) {
    notice(text.notOpened);
    return;
  }
  const button = make('button', { type: 'button', onclick: () => inTurn(() => launch(true)) },
    text.launchAnyway);
  notice(`${fill(text.refused, { reason: launchRefused })} `, button);
}

const end = (kind) => () => inTurn(async () => { await player?.close(kind); });

/* ---- Live views ---- */

function addRow(row) {
  rows.prepend(row);
  if (rows.childElementCount > MOST_ROWS) rows.lastElementChild.remove();
}

function addLaunch() {
  startedAt = Date.now();
  addRow(launchRow(fill(text.launch, { lms: player.simulator.title, time: now() })));
}

/** Draws once for many calls. */
function drawSoon() {
  drawing ||= setTimeout(() => {
    drawing = 0;
    draw();
  }, DRAW_AFTER);
}

function draw() {
  if (!player) return;
  const { session } = player;
  drawRecord(player.summary(), session?.messages ?? []);
  $('review').setAttribute('aria-pressed', String(player.options.reviewMode === 'review'));
  const open = Boolean(player.place);
  for (const id of ['leave', 'kill', 'force']) $(id).disabled = !open;
  if (document.activeElement.disabled) $('relaunch').focus();
  $('force').hidden = !session?.forceFinish;
  if (session?.closed && !open && text[session.closed] && session.log.length) {
    notice(text[session.closed]);
  }
}

function drawRecord(summary, messages) {
  const show = (id, words) => { $(`record-${id}`).textContent = words || '–'; };
  show('status', summary.lessonStatus);
  show('score', summary.scoreRaw);
  show('time', timeSpan(summary.totalTime));
  show('location', summary.lessonLocation);
  show('entry', summary.entry);
  const lost = messages.filter(({ arrived }) => !arrived).length;
  show('messages', fill(text.messages, { count: messages.length, lost }));
  show('length', fill(text.length, { count: summary.suspendData.length.toLocaleString('en') }));
  show('data', summary.suspendData);
  const { interactions } = summary;
  $('interactions-heading').textContent = fill(text.interactions, { count: interactions.length });
  $('interactions').replaceChildren(...interactions.map((each) => make('li', {}, fill(
    text.interaction, { ...each, response: each.studentResponse },
  ))));
}

function drawProblems() {
  const { problems, fault } = build;
  const count = problems.length + (fault ? 1 : 0);
  $('problems').hidden = count === 0;
  $('problems-heading').textContent = fill(text.problems, { count });
  $('problem-list').replaceChildren(...problems.map((problem) => problemItem(problem, text)));
  $('fault').hidden = !fault;
  $('fault').textContent = fault;
  $('stale').hidden = !build.modules.length || (!fault && build.modules.every((m) => m.current));
}

/* ---- New builds ---- */

function drawModules() {
  const chosen = choices.module.value || new URLSearchParams(location.search).get('module');
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
  const same = player && module?.digest === player.digest;
  const failed = build.fault || build.modules.some(({ current }) => !current);
  const words = first ? text.built : same ? text.unchanged : text.rebuilt;
  $('news').textContent = fill(failed || !module ? text.failed : words, { time: now() });
  if (!same) inTurn(() => (player && player.module === module?.id ? renew(module) : start()));
}

/* ---- Start ---- */

choices.lms.append(...Object.entries(simulators).map(([name, { title }]) => new Option(title, name)));
readAddress();
for (const name of ['module', 'show']) choices[name].onchange = () => inTurn(start);
for (const name of ['delay', 'server']) choices[name].onchange = weather;
choices.lms.onchange = () => {
  drawOptions(readOptions(new URLSearchParams(), simulators[choices.lms.value]));
  inTurn(start);
};
$('controls').onsubmit = (event) => event.preventDefault();
$('relaunch').onclick = () => inTurn(() => (player ? launch() : start()));
$('review').onclick = () => {
  const control = optionControls().find(({ name }) => name === 'reviewMode');
  control.value = control.value === 'review' ? '' : 'review';
  inTurn(start);
};
$('leave').onclick = end('left');
$('kill').onclick = end('killed');
$('force').onclick = end('forceFinish');
$('drop').onclick = () => {
  drawNetwork(!isOnline());
  weather();
};
$('clear').onclick = () => inTurn(async () => {
  await player?.clear();
  await start();
});
$('errors-only').onchange = ({ target }) => rows.classList.toggle('errors-only', target.checked);
$('all-calls').onchange = ({ target }) => rows.classList.toggle('all-calls', target.checked);

const events = new EventSource('events');
events.onmessage = ({ data }) => showBuild(JSON.parse(data));
events.onerror = () => { $('news').textContent = text.stopped; };

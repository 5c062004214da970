/**
 * The LMS of the preview. It has an origin of its own, which it shares with the modules that it
 * plays; the page of the preview, around it, tells it what to do and hears what happens, as
 * messages.
 *
 * What it is told: {act, ...} with `start` (module, lms, options, show, weather, openWindow),
 * `renew` (a new build), `launch`, `close` (kind), `weather` (changes), `record` (name) and
 * `clear`.
 * What it tells: {told, ...} with `launch`, `call`, `state`, `says`, `shown`, `refused`,
 * `notOpened` and `wrong`.
 */
import { Player, readManifest } from "../lms/launcher.js";
import { make } from "./views.js";

const TELL_AFTER = 50;

const stage = document.getElementById("stage");
let page = null;
let player = null;
let openWindow = "";
let telling = 0;
let busy = Promise.resolve();

const tell = (told, more = {}) => page.postMessage({ told, ...more });

/** One thing after the other: a launch must not overtake the end of the one before. */
function inTurn(act) {
  busy = busy.then(act).catch((error) => tell("wrong", { text: String(error) }));
}

/** A value of the module as it can be sent: it may hand over anything. */
function sendable(value) {
  try {
    return structuredClone(value);
  } catch {
    return String(value);
  }
}

function tellCall({ call, args, result, error, thrown, at }) {
  const values = { args: args.map(sendable), result: sendable(result), error: sendable(error) };
  tell("call", { entry: { call, at, thrown, ...values } });
}

/** Tells once of many changes. */
function tellSoon() {
  if (telling) return;
  telling = setTimeout(() => {
    telling = 0;
    if (player) tellState();
  }, TELL_AFTER);
}

function tellState() {
  const { session, options, place } = player;
  const messages = session?.messages ?? [];
  tell("state", {
    summary: player.summary(),
    sent: messages.length,
    lost: messages.filter(({ arrived }) => !arrived).length,
    reviewed: options.reviewMode === "review",
    open: place !== null,
    canForce: Boolean(session?.forceFinish),
    closed: (session?.log.length && session.closed) || "",
  });
}

async function start({ module, lms, options, show, weather, openWindow: words }) {
  await player?.close("left");
  player = null;
  openWindow = words;
  if (!module) return;
  const manifest = await readManifest(
    new URL(`modules/${encodeURIComponent(module)}/`, location.origin),
  );
  player = new Player({
    manifest,
    module,
    lms,
    sco: manifest.sco,
    options,
    placement: show,
    ...weather,
    container: stage,
    on: {
      launch: () => tell("launch", { lms: player.simulator.title, at: Date.now() }),
      call: tellCall,
      change: tellSoon,
      alert: (text) => tell("says", { text }),
    },
  });
  await launch();
}

async function renew() {
  player.manifest = await readManifest(new URL(".", player.sco));
  await launch();
}

async function launch(anyway = false) {
  if (await player.launch({}, anyway)) {
    tell("shown", { elsewhere: !stage.firstChild });
    return;
  }
  const { launchRefused } = player.session;
  if (launchRefused !== null && !anyway) {
    tell("refused", { reason: launchRefused });
    return;
  }
  // A browser lets a page open a window while the learner clicks in that page, not in one around
  // it.
  tell("notOpened");
  const again = () =>
    inTurn(() => {
      stage.replaceChildren();
      return launch(anyway);
    });
  stage.replaceChildren(make("button", { type: "button", onclick: again }, openWindow));
}

const ACTS = {
  start: (told) => inTurn(() => start(told)),
  renew: () => inTurn(renew),
  launch: ({ anyway }) => inTurn(() => player && launch(anyway)),
  close: ({ kind }) => inTurn(() => player?.close(kind)),
  weather: ({ changes }) => player?.weather(changes),
  record: ({ name }) => player?.act(name),
  clear: () => inTurn(() => player?.clear()),
};

// Only the page of the preview may have this page in a frame: its server says so.
addEventListener("message", ({ source, ports: [port] }) => {
  if (page || source !== parent || !port) return;
  page = port;
  page.onmessage = ({ data }) => ACTS[data.act](data);
});

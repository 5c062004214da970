/**
 * Opens a SCO in a simulated LMS, and notes what it does. Driven from outside through `played`,
 * once that is there.
 */
import { Player, readOptions } from "/lms/launcher.js";
import { simulators } from "/lms/simulators/index.js";

const MOST_CALLS = 2000;
const LONGEST = 300;

const noted = { foundApi: false, wanted2004: false, calls: 0, at: performance.now() };
let player = null;

const spell = (value) => (typeof value === "string" ? value : String(value)).slice(0, LONGEST);

/** The session's API, which notes that somebody looked into it. */
const watched = (api) =>
  new Proxy(api, {
    get(target, name, receiver) {
      noted.foundApi = true;
      return Reflect.get(target, name, receiver);
    },
  });

Object.defineProperty(window, "API_1484_11", {
  configurable: true,
  get() {
    noted.wanted2004 = true;
  },
});

window.played = {
  ended: false,

  async start({ lms, sco, manifest }) {
    player = new Player({
      lms,
      sco: new URL(sco, location.href),
      module: "played",
      manifest,
      options: readOptions(new URLSearchParams(), simulators[lms]),
      container: document.querySelector("main"),
      on: {
        launch() {
          player.session.api = watched(player.session.api);
        },
        call(entry) {
          entry.unloading = player.session.unloading;
          noted.calls += 1;
          noted.at = performance.now();
        },
      },
    });
    await player.launch();
  },

  /** True when the SCO is loaded and has called nothing for so long. */
  isQuiet(milliseconds) {
    const sco = player?.place?.sco;
    return (
      sco?.document?.readyState === "complete" &&
      sco.location.href !== "about:blank" &&
      performance.now() - noted.at > milliseconds
    );
  },

  async end() {
    await player?.close("left");
    window.played.ended = true;
  },

  report() {
    const { session } = player;
    return {
      foundApi: noted.foundApi,
      wanted2004: noted.wanted2004,
      canFinish: Boolean(session.api.LMSFinish),
      calls: session.log
        .slice(0, MOST_CALLS)
        .map(({ call, args, result, error, thrown, unloading }) => ({
          name: call,
          arguments: args.map(spell),
          result: String(result),
          error: Number(error) || 0,
          thrown: thrown ?? "",
          unloading: Boolean(unloading),
        })),
      alerts: session.alerts.map(({ text }) => spell(text)),
    };
  },
};

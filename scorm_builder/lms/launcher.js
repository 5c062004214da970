/**
 * An LMS that launches one module for one learner: puts the API where that LMS puts it, shows the
 * module, and keeps the learner record in this browser as the simulator says that it is saved.
 */
import { isBlank, markLeaving, markUnloading, navigatorOf, openPlace } from "./places.js";
import { simulators } from "./simulators/index.js";

const KEPT_BY_MODULES = "scorm_builder:";
const LOOK_AGAIN = 5;
const LOOK_AFTER = 200;
/** The last handlers of a window run shortly after it says that it is closed. */
const LAST_HANDLERS = 200;

const pause = (milliseconds) =>
  new Promise((done) => {
    setTimeout(done, milliseconds);
  });

/**
 * What an LMS reads of a package before it launches it. Rejects with a RangeError when the SCO is
 * none that the manifest names, or is not in the folder of the package.
 * @param {URL} folder - of the unpacked package
 * @param {URL} [sco] - the address of the SCO to launch; the first one, when it is not told
 * @returns {Promise<{masteryScore: ?string, launchData: string, title: string, sco: URL}>}
 */
export async function readManifest(folder, sco) {
  const answer = await fetch(new URL("imsmanifest.xml", folder));
  if (!answer.ok) throw new Error(`imsmanifest.xml: ${answer.status}`);
  const xml = new DOMParser().parseFromString(await answer.text(), "text/xml");
  const items = [...xml.querySelectorAll("item[identifierref]")];
  const addressOf = (item) =>
    new URL(
      xml
        .querySelector(`resource[identifier="${item.getAttribute("identifierref")}"]`)
        .getAttribute("href"),
      folder,
    );
  const isWanted = (item) => !sco || addressOf(item).href === sco.href;
  const item = items.find(isWanted);
  if (!item) throw new RangeError(`No SCO of this package: ${sco}`);
  const address = addressOf(item);
  if (!address.href.startsWith(folder.href)) {
    throw new RangeError(`Not in its package: ${address}`);
  }
  const text = (name) => item.querySelector(`:scope > ${name}`)?.textContent ?? null;
  return {
    masteryScore: text("masteryscore"),
    launchData: text("datafromlms") ?? "",
    title: text("title") ?? "",
    sco: address,
  };
}

/**
 * The options of a simulator as an address gives them, and the standard ones for the rest.
 * @param {URLSearchParams} query
 * @param {import('./simulators/index.js').Simulator} simulator
 */
export function readOptions(query, simulator) {
  return Object.fromEntries(
    simulator.options.map(({ name, type, default: standard }) => {
      const text = query.get(name);
      if (text === null) return [name, standard];
      return [name, type === "boolean" ? text === "true" : text || null];
    }),
  );
}

/**
 * One module in one LMS for one learner. `session` is the launch that is open, or the last one;
 * `record` what the LMS has stored; `place` where the SCO is, or null. The weather is `online`,
 * `server` and `delay`: change it with `weather`.
 */
export class Player {
  #key;

  #busy = Promise.resolve();

  /** The record as it was last read or written. */
  #stored = "{}";

  /** The pages of the SCO that were told of the weather. */
  #met = new WeakSet();

  #stopMarking = () => {};

  /**
   * @param {object} setup
   * @param {string} setup.lms - the name of a simulator
   * @param {import('./simulators/index.js').Simulator} [setup.simulator] - one of another kind
   * @param {string} setup.module - names the learner record, together with `lms`
   * @param {string} [setup.package] - names it instead, in an LMS that has one record for all the
   *   SCOs of a package
   * @param {URL} setup.sco - the address to launch: a page of this origin
   * @param {object} setup.manifest - from readManifest
   * @param {object} setup.options - of the simulator
   * @param {HTMLElement} setup.container - for the frame
   * @param {'lms'|'frame'|'popup'} [setup.placement] - lms: as the LMS would place it
   * @param {boolean} [setup.online] - whether there is a network
   * @param {'well'|'fails'|'expired'} [setup.server] - as core.js describes it
   * @param {number} [setup.delay] - milliseconds until the server answers
   * @param {object} [setup.on] - {launch(), call(entry), change(), alert(text)}
   */
  constructor(setup) {
    const fair = { online: true, server: "well", delay: 0 };
    Object.assign(this, { placement: "lms", on: {}, ...fair, ...setup });
    this.simulator = setup.simulator ?? simulators[this.lms];
    if (!this.simulator) throw new RangeError(`No such LMS: ${this.lms}`);
    if (this.sco.origin !== location.origin) throw new RangeError(`Not of this LMS: ${this.sco}`);
    const name = (this.simulator.sharedRecord && this.package) || this.module;
    this.#key = `record:${name}:${this.lms}`;
    this.record = {};
    this.#read();
    this.session = null;
    this.place = null;
  }

  /** The learner record in the common shape. */
  summary() {
    this.#read();
    return this.simulator.summary(this.record);
  }

  /**
   * Leaves an open session, and launches the module anew on the stored record.
   * @param {object} [options] - changes to the simulator's options
   * @param {boolean} [anyway] - also when the LMS would refuse to
   * @returns {Promise<boolean>} false when it was refused, or the browser opens no window
   */
  launch(options = {}, anyway = true) {
    return this.#inTurn(async () => {
      const last = this.session;
      const place = await this.#leave("left");
      Object.assign(this.options, options);
      this.record = {};
      this.#stored = "{}";
      this.#read();
      const session = this.simulator.create({
        record: this.record,
        manifest: this.manifest,
        options: this.options,
        // A module may keep things on the device under the learner's id: no LMS sees another's.
        learner: { id: `learner-${this.lms}`, name: "Doe, Jo" },
        network: {
          online: () => this.online,
          server: () => this.server,
          delay: () => this.delay,
        },
      });
      this.session = session;
      session.onAlert = (text) => this.on.alert?.(text);
      session.onCall = (entry) => this.#called(session, entry);
      session.serve = (act) => this.#serve(act);
      session.scoEvent = () => this.place?.sco?.event?.type ?? null;
      this.on.launch?.();
      const refused = session.launchRefused !== null && !anyway;
      const reusable = !refused && last?.placement === session.placement;
      if (!reusable) place?.remove();
      this.place = refused
        ? null
        : (reusable && place) ||
          openPlace(
            session,
            this.placement === "lms" ? session.placement : this.placement,
            this.container,
            this.manifest.title,
          );
      if (!this.place) session.close("killed");
      else this.#show(session);
      this.on.change?.();
      return this.place !== null;
    });
  }

  /**
   * Ends the session.
   * @param {'left'|'killed'|'forceFinish'} kind - left: the window is closed and its handlers
   *   run; killed: as when the browser crashes; forceFinish: by the LMS, where it can
   */
  close(kind = "left") {
    return this.#inTurn(async () => {
      (await this.#leave(kind))?.remove();
      this.place = null;
      this.on.change?.();
    });
  }

  /**
   * Changes the weather, also in the middle of a visit. Of the network the SCO is told as a browser
   * tells it, by an event and by `navigator.onLine`.
   * @param {{online?: boolean, server?: 'well'|'fails'|'expired', delay?: number}} changes
   */
  weather(changes) {
    const { online } = this;
    Object.assign(this, changes);
    if (this.online !== online) {
      this.place?.sco?.dispatchEvent(new Event(this.online ? "online" : "offline"));
    }
    this.on.change?.();
  }

  /** Cuts the network off, or brings it back. */
  network(online) {
    this.weather({ online });
  }

  /** Does one of the simulator's recordActions, such as logOut. */
  act(name) {
    this.#serve(() => this.simulator.recordActions[name].run(this.record));
  }

  /** Forgets the learner, and what modules have kept of their work on this device. An open session
   * is lost. */
  async clear() {
    await this.close("killed");
    for (const kept of [localStorage, sessionStorage]) {
      for (const key of Object.keys(kept))
        if (key.startsWith(KEPT_BY_MODULES)) kept.removeItem(key);
    }
    localStorage.removeItem(this.#key);
    this.#read();
    this.on.change?.();
  }

  #inTurn(act) {
    const done = this.#busy.then(act);
    this.#busy = done.catch(() => {});
    return done;
  }

  #called(session, entry) {
    if (entry.call === "LMSInitialize") this.#meet(session);
    this.#save();
    this.on.call?.(entry);
  }

  /** Takes over what others have stored since, as a server has one record for all its windows. */
  #read() {
    const text = localStorage.getItem(this.#key) ?? "{}";
    if (text === this.#stored) return;
    this.#stored = text;
    for (const name of Object.keys(this.record)) delete this.record[name];
    Object.assign(this.record, JSON.parse(text));
  }

  #save() {
    const text = JSON.stringify(this.record);
    if (text !== this.#stored) localStorage.setItem(this.#key, text);
    this.#stored = text;
    this.on.change?.();
  }

  #serve(act) {
    this.#read();
    try {
      return act();
    } finally {
      this.#save();
    }
  }

  /** Gives a page of the SCO its weather, before it can ask: once it looks for the API. */
  #meet(session) {
    const page = navigatorOf(this.place?.sco);
    if (!page || this.#met.has(page)) return;
    this.#met.add(page);
    Object.defineProperty(page, "onLine", { configurable: true, get: () => this.online });
    markUnloading(this.place.sco, session);
  }

  /** Empties the window of the SCO; returns the place if it can be used again. */
  async #leave(kind) {
    const { session, place } = this;
    if (!place) return null;
    if (!session.closed) {
      if (kind === "killed") session.close(kind);
      else session.leave();
      if (kind === "forceFinish") session.forceFinish();
      if (!place.gone) place.sco.location.replace("about:blank");
      while (!place.gone && !isBlank(place.sco)) await pause(LOOK_AGAIN);
      session.close(kind);
    }
    this.#stopMarking();
    delete place.host.API;
    return place.gone ? null : place;
  }

  #show(session) {
    const { place } = this;
    const stands = performance.now() + session.apiDelay;
    Object.defineProperty(place.host, "API", {
      configurable: true,
      get: () => {
        this.#meet(session);
        return performance.now() < stands ? undefined : session.api;
      },
    });
    this.#stopMarking = markLeaving(place.host, session);
    place.sco.location.replace(this.sco.href);
    const watch = setInterval(() => {
      if (session.closed) clearInterval(watch);
      if (session.closed || !place.gone) return;
      clearInterval(watch);
      setTimeout(() => {
        this.close("left");
      }, LAST_HANDLERS);
    }, LOOK_AFTER);
  }
}

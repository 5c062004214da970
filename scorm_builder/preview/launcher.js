/**
 * An LMS that launches one module for one learner: puts the API where that LMS puts it, shows the
 * module, and keeps the learner record in this browser as the simulator says that it is saved.
 */
import { simulators } from './simulators/index.js';

const WINDOW = 'popup,width=1024,height=768';
const LOOK_AGAIN = 5;
const LOOK_AFTER = 200;
/** The last handlers of a window run shortly after it says that it is closed. */
const LAST_HANDLERS = 200;

const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

/**
 * What an LMS reads of a package before it launches it.
 * @param {URL} folder - of the unpacked package
 * @param {URL} [sco] - the address of the SCO to launch; the first one, when it is not told
 * @returns {Promise<{masteryScore: ?string, launchData: string, title: string, launchFile: string}>}
 */
export async function readManifest(folder, sco) {
  const answer = await fetch(new URL('imsmanifest.xml', folder));
  if (!answer.ok) throw new Error(`imsmanifest.xml: ${answer.status}`);
  const xml = new DOMParser().parseFromString(await answer.text(), 'text/xml');
  const items = [...xml.querySelectorAll('item[identifierref]')];
  const launchFileOf = (item) => xml
    .querySelector(`resource[identifier="${item.getAttribute('identifierref')}"]`)
    .getAttribute('href');
  const isWanted = (item) => new URL(launchFileOf(item), folder).href === sco?.href;
  const item = items.find(isWanted) ?? items[0];
  const text = (name) => item.querySelector(`:scope > ${name}`)?.textContent ?? null;
  return {
    masteryScore: text('masteryscore'),
    launchData: text('datafromlms') ?? '',
    title: text('title') ?? '',
    launchFile: launchFileOf(item),
  };
}

/**
 * The options of a simulator as an address gives them, and the standard ones for the rest.
 * @param {URLSearchParams} query
 * @param {import('./simulators/index.js').Simulator} simulator
 */
export function readOptions(query, simulator) {
  return Object.fromEntries(simulator.options.map(({ name, type, default: standard }) => {
    const text = query.get(name);
    if (text === null) return [name, standard];
    return [name, type === 'boolean' ? text === 'true' : text || null];
  }));
}

/** The SCO in a frame of a page; the API stands in the window of that page. */
class Frame {
  constructor(container, title, host = container.ownerDocument.defaultView) {
    this.host = host;
    this.element = container.ownerDocument.createElement('iframe');
    this.element.title = title;
    container.replaceChildren(this.element);
  }

  get sco() { return this.element.contentWindow; }

  get gone() { return !this.element.isConnected; }

  remove() { this.element.remove(); }
}

/** The SCO in a frame of a window of its own; the API stands in that window. */
class FrameInPopup extends Frame {
  constructor(popup, title) {
    popup.document.open();
    popup.document.close();
    popup.document.title = title;
    super(popup.document.body, title);
    this.popup = popup;
    popup.document.body.style.margin = '0';
    Object.assign(this.element.style, { border: '0', width: '100%', height: '100vh' });
    this.element.style.display = 'block';
  }

  get gone() { return this.popup.closed; }

  remove() { this.popup.close(); }
}

/** The SCO as a window of its own; the API stands in the window that opened it. */
class Popup {
  constructor(popup) {
    this.host = window;
    this.sco = popup;
  }

  get gone() { return this.sco.closed; }

  remove() { this.sco.close(); }
}

function isBlank(view) {
  try {
    return view.location.href === 'about:blank';
  } catch {
    return false; // a page from elsewhere, which must go as well
  }
}

/** Makes each call take this long, as a far or busy LMS does: SCORM 1.2 calls block the page. */
function slowDown(api, milliseconds) {
  for (const [name, call] of Object.entries(api)) {
    api[name] = function slow(...args) {
      const end = performance.now() + milliseconds;
      while (performance.now() < end);
      return call.apply(this, args);
    };
  }
}

/** Tells the session while the SCO's unload handlers run. Put in before the SCO's own. */
function markUnloading(sco, session) {
  const mark = () => {
    session.unloading = true;
    setTimeout(() => { session.unloading = false; }, 0);
  };
  for (const type of ['beforeunload', 'pagehide']) sco.addEventListener(type, mark, true);
}

/**
 * One module in one LMS for one learner. `session` is the launch that is open, or the last one;
 * `record` what the LMS has stored; `place` where the SCO is, or null.
 */
export class Player {
  #key;

  #busy = Promise.resolve();

  /**
   * @param {object} setup
   * @param {string} setup.lms - the name of a simulator
   * @param {import('./simulators/index.js').Simulator} [setup.simulator] - one of another kind
   * @param {string} setup.module - names the learner record, together with `lms`
   * @param {URL} setup.sco - the address to launch
   * @param {object} setup.manifest - from readManifest
   * @param {object} setup.options - of the simulator
   * @param {HTMLElement} setup.container - for the frame
   * @param {'lms'|'frame'|'popup'} [setup.placement] - lms: as the LMS would place it
   * @param {number} [setup.delay] - milliseconds that each call takes
   * @param {object} [setup.on] - {launch(), call(entry), change(), alert(text)}
   */
  constructor(setup) {
    Object.assign(this, { placement: 'lms', delay: 0, on: {}, ...setup });
    this.simulator = setup.simulator ?? simulators[this.lms];
    if (!this.simulator) throw new RangeError(`No such LMS: ${this.lms}`);
    this.#key = `record:${this.module}:${this.lms}`;
    this.record = JSON.parse(localStorage.getItem(this.#key) ?? '{}');
    this.session = null;
    this.place = null;
    this.online = true;
  }

  /** The learner record in the common shape. */
  summary() {
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
      const place = await this.#leave('left');
      Object.assign(this.options, options);
      this.record = JSON.parse(localStorage.getItem(this.#key) ?? '{}');
      const session = this.simulator.create({
        record: this.record,
        manifest: this.manifest,
        options: this.options,
        // A module may keep things on the device under the learner's id: no LMS sees another's.
        learner: { id: `learner-${this.lms}`, name: 'Doe, Jo' },
        network: { online: () => this.online },
      });
      this.session = session;
      session.onAlert = (text) => this.on.alert?.(text);
      session.onCall = (entry) => this.#called(session, entry);
      this.on.launch?.();
      if (this.delay) slowDown(session.api, this.delay);
      const refused = session.launchRefused !== null && !anyway;
      const reusable = !refused && last?.placement === session.placement;
      if (!reusable) place?.remove();
      this.place = refused ? null : (reusable && place) || this.#open(session);
      if (!this.place) session.close('killed');
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
  close(kind = 'left') {
    return this.#inTurn(async () => {
      (await this.#leave(kind))?.remove();
      this.place = null;
      this.on.change?.();
    });
  }

  /** Cuts the network off, or brings it back; the SCO is told as a browser tells it. */
  network(online) {
    this.online = online;
    this.place?.sco?.dispatchEvent(new Event(online ? 'online' : 'offline'));
    this.on.change?.();
  }

  /** Does one of the simulator's recordActions, such as logOut. */
  act(name) {
    this.simulator.recordActions[name].run(this.record);
    this.#save();
  }

  /** Forgets the learner. An open session is lost. */
  async clear() {
    await this.close('killed');
    localStorage.removeItem(this.#key);
    this.record = {};
    this.on.change?.();
  }

  #inTurn(act) {
    const done = this.#busy.then(act);
    this.#busy = done.catch(() => {});
    return done;
  }

  #called(session, entry) {
    if (entry.call === 'LMSInitialize') markUnloading(this.place.sco, session);
    this.#save();
    this.on.call?.(entry);
  }

  #save() {
    localStorage.setItem(this.#key, JSON.stringify(this.record));
    this.on.change?.();
  }

  /** Empties the window of the SCO; returns the place if it can be used again. */
  async #leave(kind) {
    const { session, place } = this;
    if (!place) return null;
    if (!session.closed) {
      if (kind === 'killed') session.close(kind);
      if (kind === 'forceFinish') session.forceFinish();
      if (!place.gone) place.sco.location.replace('about:blank');
      while (!place.gone && !isBlank(place.sco)) await pause(LOOK_AGAIN);
      session.close(kind);
    }
    delete place.host.API;
    return place.gone ? null : place;
  }

  #open(session) {
    const placement = this.placement === 'lms' ? session.placement : this.placement;
    const { title } = this.manifest;
    if (placement === 'frame') return new Frame(this.container, title);
    const popup = window.open('', '_blank', WINDOW);
    if (!popup) return null;
    return session.apiPath[0] === 'opener' ? new Popup(popup) : new FrameInPopup(popup, title);
  }

  #show(session) {
    const { place } = this;
    place.host.API = session.api;
    place.sco.location.replace(this.sco.href);
    const watch = setInterval(() => {
      if (session.closed) clearInterval(watch);
      if (session.closed || !place.gone) return;
      clearInterval(watch);
      setTimeout(() => { this.close('left'); }, LAST_HANDLERS);
    }, LOOK_AFTER);
  }
}

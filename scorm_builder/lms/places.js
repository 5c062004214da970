/** Where an LMS shows the SCO, and what is heard of the windows there. */

const WINDOW = "popup,width=1024,height=768";

/** The SCO in a frame of a page; the API stands in the window of that page. */
class Frame {
  constructor(container, title, host = container.ownerDocument.defaultView) {
    this.host = host;
    this.element = container.ownerDocument.createElement("iframe");
    this.element.title = title;
    container.replaceChildren(this.element);
  }

  get sco() {
    return this.element.contentWindow;
  }

  get gone() {
    return !this.element.isConnected;
  }

  remove() {
    this.element.remove();
  }
}

/** The SCO in a frame of a window of its own; the API stands in that window. */
class FrameInPopup extends Frame {
  constructor(popup, title) {
    popup.document.open();
    popup.document.close();
    popup.document.title = title;
    super(popup.document.body, title);
    this.popup = popup;
    popup.document.body.style.margin = "0";
    Object.assign(this.element.style, { border: "0", width: "100%", height: "100vh" });
    this.element.style.display = "block";
  }

  get gone() {
    return this.popup.closed;
  }

  remove() {
    this.popup.close();
  }
}

/** The SCO as a window of its own; the API stands in the window that opened it. */
class Popup {
  constructor(popup) {
    this.host = window;
    this.sco = popup;
  }

  get gone() {
    return this.sco.closed;
  }

  remove() {
    this.sco.close();
  }
}

/**
 * A place for the SCO of a session.
 * @param {import('./simulators/session.js').Session} session
 * @param {'frame'|'popup'} placement
 * @param {HTMLElement} container - for the frame
 * @param {string} title
 * @returns {?Frame|FrameInPopup|Popup} null when the browser opens no window
 */
export function openPlace(session, placement, container, title) {
  if (placement === "frame") return new Frame(container, title);
  const popup = window.open("", "_blank", WINDOW);
  if (!popup) return null;
  return session.apiPath[0] === "opener" ? new Popup(popup) : new FrameInPopup(popup, title);
}

/** True for a window without a page of its own yet. */
export function isBlank(view) {
  try {
    return view.location.href === "about:blank";
  } catch {
    return false; // a page from elsewhere, which must go as well
  }
}

/** The `navigator` of the page in a window; null for none yet, or one from elsewhere. */
export function navigatorOf(view) {
  try {
    return view && !isBlank(view) ? view.navigator : null;
  } catch {
    return null;
  }
}

/** Tells the session while unload handlers of the SCO run. Put in before the SCO's own. */
export function markUnloading(sco, session) {
  const mark = () => {
    session.unloading = true;
    setTimeout(() => {
      session.unloading = false;
    }, 0);
  };
  for (const type of ["beforeunload", "pagehide"]) sco.addEventListener(type, mark, true);
}

/** Tells the session when the window of the player itself goes, until it is `stopped`. */
export function markLeaving(host, session) {
  const stop = new AbortController();
  const mark = () => {
    session.leave();
    setTimeout(() => {
      session.leaving = false;
    }, 0);
  };
  host.addEventListener("beforeunload", mark, { signal: stop.signal });
  return () => stop.abort();
}

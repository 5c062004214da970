// Runs before anything else in every window of the learner's browser. In the LMS's own page it
// counts what is to be done soon, so that a test can wait until the LMS has sent all that it has.
// In the module's frame it notes what the learner is told, as that may stand there for a moment
// only.
(() => {
  // One player saves by itself every half minute: that is not soon.
  const SOON = 1000;

  function countTimers() {
    const { setTimeout: begin, clearTimeout: end } = window;
    const waiting = new Set();
    window.setTimeout = (act, delay = 0, ...values) => {
      const timer = begin(() => {
        waiting.delete(timer);
        act(...values);
      }, delay);
      if (delay <= SOON) waiting.add(timer);
      return timer;
    };
    window.clearTimeout = (timer) => {
      waiting.delete(timer);
      end(timer);
    };
    window.watch = {
      isIdle: () => waiting.size === 0,
      pause: (milliseconds) =>
        new Promise((done) => {
          begin(done, milliseconds);
        }),
    };
  }

  const textOf = (element) => (element && !element.hidden ? element.textContent.trim() : "");

  // What stands there now: a closing screen, what is in trouble, or else the note.
  function latest() {
    const find = (selector) => document.querySelector(selector);
    const end = find("[data-end]");
    if (end && !end.hidden) return end.querySelector("h2").textContent.trim();
    const trouble = find("[data-trouble]");
    return (
      (trouble && !trouble.hidden && textOf(trouble.querySelector("p"))) ||
      textOf(find("[data-save-note]"))
    );
  }

  // These stand before the module's own: a page that crashes handles nothing any more, and a
  // browser blocks requests that wait for an answer while a page goes.
  function watchLeaving() {
    ["pagehide", "visibilitychange"].forEach((name) =>
      window.addEventListener(
        name,
        (event) => {
          if (window.watch.crashed) event.stopImmediatePropagation();
        },
        true,
      ),
    );
    window.addEventListener("pagehide", () => {
      const { player } = window.parent;
      if (location.href !== "about:blank" && player) player.session.unloading = true;
    });
  }

  function noteWhatIsTold() {
    const told = [];
    window.watch = { told, latest, crashed: false };
    watchLeaving();
    document.addEventListener("readystatechange", () => {
      if (document.readyState !== "interactive" || !document.querySelector("[data-save-note]"))
        return;
      new MutationObserver(() => {
        const news = document.querySelector("[data-news]");
        const heading = news.hidden ? "" : news.querySelector("h2").textContent.trim();
        [heading, latest()].forEach((text) => {
          if (text && !told.slice(-2).includes(text)) told.push(text);
        });
      }).observe(document.body, {
        attributes: true,
        attributeFilter: ["hidden"],
        childList: true,
        subtree: true,
      });
    });
  }

  if (window === window.top) countTimers();
  else noteWhatIsTold();
})();

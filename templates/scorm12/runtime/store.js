/** Keeps a text in this browser, for a learner whose module was opened without an LMS. */

/** @param key names the module, so that two modules on one device do not mix. */
export function deviceStore(key) {
  // A locked-down browser may refuse storage: the module works without it.
  return {
    load() {
      try {
        return window.localStorage.getItem(key) || "";
      } catch (error) {
        return "";
      }
    },
    save(text) {
      try {
        window.localStorage.setItem(key, text);
      } catch (error) {
        // Nothing to do: the page already says that progress is not recorded.
      }
    },
  };
}

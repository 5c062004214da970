/** Keeps a text in this browser: for a learner without an LMS, and while an LMS cannot be reached. */

const NAME = "scorm_builder";

/**
 * @param module the module's id, so that two modules on one device do not mix
 * @param learner the LMS's identifier of the learner, so that two learners do not; "" without an
 *   LMS; null for a learner without a name, for whom nothing can be kept on a shared computer
 */
export function deviceStore(module, learner) {
  const key = [NAME, module, learner].join(":");
  // A locked-down browser may refuse storage: the module works without it.
  const guarded = (use, otherwise) => {
    if (learner === null) {
      return otherwise;
    }
    try {
      return use(window.localStorage);
    } catch (error) {
      return otherwise;
    }
  };
  return {
    load: () => guarded((storage) => storage.getItem(key) || "", ""),
    save: (text) => guarded((storage) => storage.setItem(key, text)),
    clear: () => guarded((storage) => storage.removeItem(key)),
  };
}

/**
 * Finding the LMS: SCORM 1.2 RTE 3.3 says that a window named in the chain of parents, or in that
 * of the opener, holds an object called API.
 */

/** ADL's own script gives up after 7 frames and the usual wrapper after 500; a loop must end. */
const MOST_HOPS = 500;

/**
 * The API object nearest to `start`, or null: the own window first (some players put it there),
 * then its parents, then the opener and the opener's parents.
 */
export function findApi(start) {
  return searchParents(start) || searchParents(openerOf(start));
}

function searchParents(start) {
  let current = start;
  for (let hop = 0; current && hop < MOST_HOPS; hop += 1) {
    const api = apiOf(current);
    if (api) {
      return api;
    }
    const parent = parentOf(current);
    if (!parent || parent === current) {
      // The top of this chain may itself have been opened by the LMS's window.
      const opener = openerOf(current);
      current = opener === current ? null : opener;
    } else {
      current = parent;
    }
  }
  return null;
}

// A window of another origin throws when it is looked into. Its parent may still be the LMS, and
// `parent` and `opener` can be read across origins, so the search goes on past it.
function apiOf(candidate) {
  try {
    const api = candidate.API;
    return api && api.LMSInitialize ? api : null;
  } catch (_error) {
    return null;
  }
}

function parentOf(candidate) {
  try {
    return candidate.parent || null;
  } catch (_error) {
    return null;
  }
}

function openerOf(candidate) {
  try {
    return (candidate && candidate.opener) || null;
  } catch (_error) {
    return null;
  }
}

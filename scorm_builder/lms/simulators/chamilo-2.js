/**
 * Chamilo 2: as Chamilo 1.11.6, but Commit answers "true" before anything is sent, the suspend
 * data are encoded, and the status can be read again after Commit.
 *
 * When its page goes, the player saves once more by beacon and says that the learner navigates
 * away. The server then completes an SCO that set no status in this visit, whatever status it had
 * before.
 */
import { createChamilo } from "./chamilo.js";

export { summary } from "./chamilo.js";

/**
 * One launch.
 * @param {Partial<import('./core.js').Launch>} launch - no options
 * @returns {import('./session.js').Session}
 */
export const create = (launch) => createChamilo(launch, { isSecond: true });

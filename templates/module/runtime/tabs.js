/** One module, one learner, several tabs: the later visit wins, and the earlier one hears of it. */

/**
 * @param view the page's window
 * @param name of the module and the learner
 * @param onLater called when the same is opened in another tab
 * @returns a function that ends the listening
 */
export function claimVisit(view, name, onLater) {
  let channel;
  try {
    channel = new view.BroadcastChannel(`scorm_builder:${name}`);
  } catch (_error) {
    // An old browser, or a frame in a sandbox, cannot tell.
    return () => {};
  }
  channel.onmessage = onLater;
  channel.postMessage("opened");
  return () => channel.close();
}

/** How long a visit lasts. */

/** A clock that counts from its making. A completion without a second of time is not recorded by
 * the Learning Hub, so `elapsed` is at least one second. */
export function startClock(now = () => Date.now()) {
  const started = now();
  return { elapsed: () => Math.max(1000, now() - started) };
}

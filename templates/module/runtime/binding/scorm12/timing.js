/** Times as the standard writes them (SCORM 1.2 RTE, CMITimespan and CMITime): pure. */

/** HHHH:MM:SS.SS of a number of milliseconds, four digits of hours and two decimals: one player
 * drops the first digit, another reads ".5" as .05. */
export function timespan(milliseconds) {
  const hundredths = Math.min(Math.max(0, Math.round(milliseconds / 10)), 9999 * 360000);
  const pad = (value, digits) => String(value).padStart(digits, "0");
  const hours = Math.floor(hundredths / 360000);
  const minutes = Math.floor(hundredths / 6000) % 60;
  const seconds = Math.floor(hundredths / 100) % 60;
  return `${pad(hours, 4)}:${pad(minutes, 2)}:${pad(seconds, 2)}.${pad(hundredths % 100, 2)}`;
}

/** HH:MM:SS of a moment of the day (CMITime). */
export function timeOfDay(date) {
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((value) => String(value).padStart(2, "0"))
    .join(":");
}

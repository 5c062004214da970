/**
 * The player for tests: a frame and nothing else, driven through `window.player` once
 * `window.ready` has come true. All it needs stands in the address:
 *
 *     bare.html?module=peer-assist&lms=moodle&sco=/peer-assist/index.html&standardMode=true
 *
 * `sco` is where the unpacked package is launched, `lms` the name of a simulator, `module` a name
 * for the learner record, and the rest are options of the simulator. The weather is `delay`, so
 * many milliseconds until the server answers, `server=fails` or `server=expired`, and
 * `online=false`; `show=lms` opens a window where the LMS would. `package` is the folder of the
 * manifest, where that is not the one with the SCO: a package may have several.
 */
import { Player, readManifest, readOptions } from "/lms/launcher.js";
import { simulators } from "/lms/simulators/index.js";

const query = new URLSearchParams(location.search);
const sco = new URL(query.get("sco"), location.href);
const lms = query.get("lms") ?? "strict";

const folder = new URL(query.get("package") ?? ".", sco);
// Some tests launch a page of their own, with the manifest of a package.
const manifest = await readManifest(folder, sco).catch(() => readManifest(folder));

window.player = new Player({
  lms,
  sco,
  module: query.get("module") ?? sco.pathname,
  manifest,
  options: readOptions(query, simulators[lms]),
  container: document.querySelector("main"),
  package: query.get("package"),
  placement: query.get("show") ?? "frame",
  online: query.get("online") !== "false",
  server: query.get("server") ?? "well",
  delay: Number(query.get("delay") ?? 0),
});
await window.player.launch();
window.ready = true;

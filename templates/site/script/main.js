/**
 * The site's script: one classic script, which works from a folder as from a server.
 *
 * Without it, or when it fails, everything can be read, and the list of all techniques takes the
 * place of the choosing tool and of the search.
 */

import { ChoosingTool } from "../../module/runtime/choosing.js";
import { Search } from "./search.js";

const root = document.documentElement;

function read(id) {
  const element = document.getElementById(id);
  return element && JSON.parse(element.textContent);
}

try {
  root.classList.add("app-scripted");
  const choices = read("choices");
  if (choices) {
    new ChoosingTool(document, choices, {}, { onRespond() {}, onChoose() {} });
  }
  const index = read("search-index");
  if (index) {
    new Search(document, index, read("search-text")).start(
      new URLSearchParams(window.location.search).get("q") || "",
    );
  }
} catch (error) {
  root.classList.remove("app-scripted");
  throw error;
}

/**
 * Compiles what a learner's browser loads: a style sheet and a script for modules and for the site.
 *
 * Run by assets.py as `node assets.mjs FOLDER`. Writes FOLDER/module/style.css for the first
 * screen; FOLDER/module/module.css.json with the rules for all others, of which a page gets those
 * that it needs; FOLDER/module/module.js, and choosing-tool.js in its place for the choosing tool;
 * FOLDER/site/site.css and FOLDER/site/site.js; and the mirror images of the style sheets in
 * FOLDER/module-rtl and FOLDER/site-rtl for languages written from right to left. A mistake in a
 * source ends it with one line on standard error.
 */

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import esbuild from "esbuild";
import postcss from "postcss";
import selectorParser from "postcss-selector-parser";
import rtlcss from "rtlcss";
import * as sass from "sass";

const TEMPLATES = dirname(fileURLToPath(import.meta.url));
const MODULE = {
  style: join(TEMPLATES, "module", "style.scss"),
  script: join(TEMPLATES, "module", "runtime", "main.js"),
  binding: join(TEMPLATES, "module", "runtime", "binding", "scorm12", "lms.js"),
  folders: ["module", "components"],
};
const SITE = {
  style: join(TEMPLATES, "site", "style.scss"),
  script: join(TEMPLATES, "site", "script", "main.js"),
  // Its pages have parts of a module's in them.
  folders: ["module", "site", "components"],
};
const LIBRARIES = join(TEMPLATES, "node_modules");
const NHSUK = join(LIBRARIES, "nhsuk-frontend", "dist", "nhsuk");

const { version } = JSON.parse(readFileSync(join(NHSUK, "..", "..", "package.json"), "utf8"));
const NOTICE = `/*! Contains nhsuk-frontend ${version}, Copyright (c) NHS.UK, MIT License */`;

/** The browsers of an LMS are not always young. */
const BROWSERS = ["chrome64", "firefox68", "safari12"];

/** Media queries that only Internet Explorer ever matched. */
const FOR_INTERNET_EXPLORER = /-ms-high-contrast|\ufffd/;

/** Classes that no template or script spells out: nhsuk-frontend's own mark, set by our page. */
const ALWAYS_USED = ["js-enabled", "nhsuk-frontend-supported"];

/** Modifiers that an NHS.UK template sets by itself, under another name than its parameter's. */
const STATES = ["conditional", "current", "disabled", "error", "hidden", "no-actions"];

/**
 * What no first screen has. A page carries the rest of the style in itself, so that it can be read
 * at once; these follow in a file of their own.
 */
const LATER = {
  nhsuk: `button--icon button__content caption card character-count checkboxes details error
    fieldset form-group input-wrapper label link list--cross list--tick radios select summary-list
    textarea`,
  app: "choice feedback mark order pair plan question steps table techniques verdict video",
};
const OF_LATER = new RegExp(
  Object.entries(LATER)
    .map(([prefix, names]) => `\\.${prefix}-(?:${names.split(/\s+/).join("|")})`)
    .join("|"),
);

/** The sizes of headings, labels and legends. */
const SIZES = new Set(["xxs", "xs", "s", "m", "l", "xl", "xxl"]);

/**
 * One classic script: ES modules are blocked on file:// and in some players. What `constants` rule
 * out is left out, and what is imported from "binding" is the module's.
 */
function compileScript(source, constants = {}) {
  const result = esbuild.buildSync({
    absWorkingDir: TEMPLATES,
    alias: { binding: MODULE.binding },
    banner: { js: NOTICE },
    bundle: true,
    charset: "ascii",
    define: constants,
    entryPoints: [source],
    format: "iife",
    legalComments: "none",
    logLevel: "silent",
    minify: true,
    target: "es2018",
    tsconfigRaw: "{}",
    write: false,
  });
  return result.outputFiles[0].text;
}

/** The style sheet without what no page can use. */
function compileStyle({ style, folders }, script) {
  const { css, loadedUrls } = sass.compile(style, {
    charset: false,
    loadPaths: [join(NHSUK, "..")],
    logger: sass.Logger.silent,
    quietDeps: true,
  });
  const own = ownSources(folders, loadedUrls.map(fileURLToPath));
  const isUsed = usage(own, script, nhsukTemplates(own, loadedUrls.map(fileURLToPath)));
  return removeUnused(css, isUsed);
}

function minify(css) {
  const { code } = esbuild.transformSync(css, {
    charset: "ascii",
    legalComments: "none",
    loader: "css",
    logLevel: "silent",
    minify: true,
    target: BROWSERS,
  });
  return `${NOTICE}\n${code}`;
}

/** Our own sources, as one text. A class named in a comment of a style is kept too. */
function ownSources(folders, styles) {
  return folders
    .flatMap((folder) => filesBelow(join(TEMPLATES, folder), ".jinja"))
    .concat(styles.filter((path) => !path.startsWith(LIBRARIES)))
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
}

/**
 * The NHS.UK templates that our own call as `nhsuk.warningCallout(…)`, and those that they call.
 *
 * Comments and comparisons are left out: `"nhsuk-tag--red" in params.classes` does not use a class.
 */
function nhsukTemplates(own, styleSources) {
  const calls = [...own.matchAll(/\bnhsuk\.([a-z]\w*)\(/gi)].map(([, name]) => name);
  const wanted = new Set(calls.map((name) => name.replace(/[A-Z]/g, "-$&").toLowerCase()));
  let text = readFileSync(join(NHSUK, "macros", "icon.njk"), "utf8");
  for (const component of wanted) {
    const folder = join(NHSUK, "components", component);
    const style = join(folder, "_index.scss");
    if (existsSync(style) && !styleSources.includes(style)) {
      throw new Error(
        `templates/module/style.scss: a template uses "${component}", which is not listed`,
      );
    }
    for (const path of filesBelow(folder, ".njk")) {
      const template = readFileSync(path, "utf8");
      for (const [, called] of template.matchAll(/"nhsuk\/components\/([\w-]+)\//g)) {
        wanted.add(called);
      }
      text += template;
    }
  }
  return text
    .replace(/\{#[^]*?#\}/g, "")
    .replace(/"[^"]*"(?= in )|(?<= in )\[[^\]]*\]|(?<=[!=]= )"[^"]*"/g, "");
}

/**
 * A test of whether a page may carry a class, judged by the words of our templates (`own`), of our
 * script and of NHS.UK's templates.
 *
 * NHS.UK's templates know many modifiers (`--warning`) of which we use few: a modifier must be
 * named by us in quotes, be a state, or be handed on between their templates. A class may also be
 * put together, as in `"nhsuk-button--" ~ variant`; a size is put together with any class.
 */
function usage(own, script, nhsuk) {
  const wordsOf = (text) => text.match(/[\w-]+/g) ?? [];
  const spelt = new Set([...wordsOf(own), ...wordsOf(script), ...ALWAYS_USED]);
  const nhsukWords = new Set(wordsOf(nhsuk));
  const named = [...own.matchAll(/(["'])([\w-]+)\1/g)].map(([, , word]) => word);
  const handedOn = [...nhsuk.matchAll(/(?:[:=(]|else) ?"([\w-]+)"/g)].map(([, word]) => word);
  const endings = new Set([...named, ...handedOn, ...STATES]);
  const beginnings = [...spelt, ...nhsukWords].filter((word) => /^nhsuk-.*-$/.test(word));
  const isPutTogether = (name) =>
    beginnings.some((start) => name.startsWith(start) && endings.has(name.slice(start.length)));
  return (name) => {
    const [, stem, , ending] = /^(.+?)(--|-(?=[smlx]+$))(.+)$/.exec(name) ?? [];
    if (spelt.has(name)) return true;
    if (nhsukWords.has(name)) return !name.includes("--") || endings.has(ending);
    if (SIZES.has(ending) && nhsukWords.has(stem)) return endings.has(ending);
    return isPutTogether(name);
  };
}

/**
 * Takes out the selectors that ask for a class which is not used, and properties that none reads.
 *
 * Elements, attributes and states are not judged, as they come and go while a page runs; nor is
 * what stands in `:not()`, which asks for an absence. The breakpoints are read by NHS.UK's script.
 * English words that the style itself would print go too: they would be there in every language.
 */
function removeUnused(css, isUsed) {
  const canMatch = (selector) =>
    selector.every((node) => {
      if (node.type === "class") return isUsed(node.value);
      if (node.type === "pseudo" && node.nodes.length > 0 && node.value !== ":not") {
        return node.nodes.some(canMatch);
      }
      return true;
    });
  const parser = selectorParser((list) => {
    for (const selector of [...list.nodes]) if (!canMatch(selector)) selector.remove();
  });
  const sheet = postcss.parse(css);
  sheet.walkDecls(/^--nhsuk-(?!breakpoint-)/, (property) => {
    if (!css.includes(`var(${property.prop}`) && !isUsed(property.prop)) property.remove();
  });
  sheet.walkDecls("content", (property) => {
    const words = property.value.replace(/attr\([^)]*\)/g, "");
    if (/["'][^"'\\]*[a-z]{2}/i.test(words)) property.remove();
  });
  sheet.walkAtRules("media", (rule) => {
    const queries = rule.params.split(",");
    rule.params = queries.filter((query) => !FOR_INTERNET_EXPLORER.test(query)).join();
    if (rule.params === "") rule.remove();
  });
  sheet.walkRules((rule) => {
    if (/keyframes$/.test(rule.parent.name ?? "")) return;
    rule.selector = parser.processSync(rule.selector);
    if (rule.selector.trim() === "" || rule.nodes.length === 0) rule.remove();
  });
  joinNeighbours(sheet);
  return sheet.toString();
}

/**
 * The style sheet in two: what the first screen needs, and what is only needed later or on paper.
 */
function split(css) {
  const first = postcss.parse(css);
  const later = first.clone();
  const isLater = (selector) => OF_LATER.test(selector);
  const keep = (sheet, wanted) => {
    sheet.walkAtRules("media", (rule) => {
      if (/\bprint\b/.test(rule.params) && !wanted) rule.remove();
    });
    sheet.walkRules((rule) => {
      const onPaper = rule.parent.type === "atrule" && /\bprint\b/.test(rule.parent.params);
      if (onPaper || /keyframes$/.test(rule.parent.name ?? "")) return;
      if (rule.selectors.every(isLater) !== wanted) rule.remove();
    });
    sheet.walkAtRules((rule) => {
      if (rule.nodes?.length === 0) rule.remove();
    });
    return sheet.toString();
  };
  return [keep(first, false), keep(later, true)];
}

/**
 * The rules of a style sheet, each with what a page must have for it to be of use: a list of
 * { condition, css, classes }. `condition` is the at-rule around it, or blank; one of `classes`,
 * each a list, must be whole in the page. What the script adds while it runs counts as there.
 */
function rulesByUse(css, script) {
  const added = new Set(script.match(/[\w-]+/g));
  const classesOf = (selector) => {
    const names = new Set();
    selector.walkClasses((node) => {
      const isAbsence = (parent) => parent && (parent.value === ":not" || isAbsence(parent.parent));
      if (!isAbsence(node.parent) && !added.has(node.value)) names.add(node.value);
    });
    return [...names].sort();
  };
  const alternatives = (rule) =>
    selectorParser((list) => list.nodes.map(classesOf)).transformSync(rule.selector);
  const rulesOf = (container, condition) =>
    container.nodes.flatMap((node) => {
      if (node.type === "comment") return [];
      if (node.type === "rule")
        return [{ condition, css: node.toString(), classes: alternatives(node) }];
      if (/^(media|supports)$/.test(node.name))
        return rulesOf(node, `@${node.name} ${node.params}`);
      return [{ condition, css: node.toString(), classes: [[]] }];
    });
  return rulesOf(postcss.parse(css), "");
}

/** Puts rules for the same thing that follow each other into one; the order stays as it was. */
function joinNeighbours(container) {
  const isCondition = (node) => node.type === "atrule" && /^(media|supports)$/.test(node.name);
  const subject = (node) => (isCondition(node) ? `@${node.name} ${node.params}` : node.selector);
  for (const node of [...container.nodes]) {
    const before = node.prev();
    if (before && subject(node) && subject(node) === subject(before)) {
      before.append(node.nodes);
      node.remove();
    }
  }
  container.nodes.filter(isCondition).forEach(joinNeighbours);
}

/** The files below a folder with this ending, in an order that does not depend on the disk. */
function filesBelow(folder, ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
}

/** A compiler's complaint as `file:line:column: message`. */
function explain(error) {
  const place = (path, line, column) => `${relative(dirname(TEMPLATES), path)}:${line}:${column}: `;
  if (error.sassMessage) {
    const { url, start } = error.span;
    return place(fileURLToPath(url), start.line + 1, start.column + 1) + error.sassMessage;
  }
  const problem = error.errors?.[0];
  if (!problem) return error.message;
  const { file, line, column } = problem.location ?? {};
  return (file ? place(join(TEMPLATES, file), line, column + 1) : "") + problem.text;
}

try {
  const write = (folder, name, text) => {
    mkdirSync(join(process.argv[2], folder), { recursive: true });
    writeFileSync(join(process.argv[2], folder, name), text);
  };
  const [technique, tool] = ["false", "true"].map((has) =>
    compileScript(MODULE.script, { HAS_CHOICES: has }),
  );
  const script = technique + tool;
  const style = compileStyle(MODULE, script);
  for (const [folder, css] of [
    ["module", style],
    ["module-rtl", rtlcss.process(style)],
  ]) {
    const [first, later] = split(css);
    write(folder, "style.css", minify(first));
    write(
      folder,
      "module.css.json",
      JSON.stringify({ notice: NOTICE, rules: rulesByUse(minify(later), script) }),
    );
  }
  write("module", "choosing-tool.js", tool);
  write("module", "module.js", technique);
  const siteScript = compileScript(SITE.script);
  const siteStyle = compileStyle(SITE, siteScript);
  write("site", "site.js", siteScript);
  write("site", "site.css", minify(siteStyle));
  write("site-rtl", "site.css", minify(rtlcss.process(siteStyle)));
} catch (error) {
  console.error(explain(error).replace(/\s*\n\s*/g, " "));
  process.exitCode = 1;
}

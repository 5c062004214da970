/** The search over titles and text of all pages, without a server. */

/**
 * Results follow the typing after this pause, so that not every letter is announced; in
 * milliseconds.
 */
const PAUSE = 400;
/** How much of the text around a match is shown, in characters. */
const BEFORE = 60;
const AFTER = 140;

const LETTER = /[\p{L}\p{M}\p{N}]/u;
const WORD = /[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}\p{N}]+)*/gu;
const PLURAL = /(?:ies|'?s)$/;

/**
 * Letters without case and accents, and one kind of apostrophe: one for one, so that places in the
 * text stay the same.
 */
export function fold(text) {
  return text
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[^]/g, (letter) => letter.normalize("NFD")[0].toLowerCase()[0]);
}

/** Where a word begins with `start` in folded text; -1 when none does. */
function placeOf(text, start, from = 0) {
  const place = text.indexOf(start, from);
  if (place <= 0 || !LETTER.test(text[place - 1])) {
    return place;
  }
  return placeOf(text, start, place + 1);
}

/**
 * The words of a query without signs, so that "peer-assist" and quotes are no hindrance. An English
 * plural is found as its singular too.
 */
function wordsOf(query) {
  return (fold(query).match(WORD) || []).map((word) => ({
    word,
    stem: word.length > 4 ? word.replace(PLURAL, "") : word,
  }));
}

/**
 * The place and length of a word in folded text, in the plural or not; null when it is not there.
 */
function match(text, { word, stem }) {
  for (const form of word === stem ? [word] : [word, stem]) {
    const place = placeOf(text, form);
    if (place >= 0) {
      return { place, length: form.length };
    }
  }
  return null;
}

/** The first letters of a title: people say AAR for an after action review. */
function initials(title) {
  const words = title.match(WORD) || [];
  return words.length > 1 ? words.map((word) => word[0]).join("") : "";
}

/**
 * The pages in which every word of the query begins a word, the best first:
 * [{ page, section, place, length }] with the section that has the first match, or none.
 *
 * @param index [{ title, stage, address, keywords, sections: [{ id, title, text }] }]
 */
export function find(index, query) {
  const words = wordsOf(query);
  if (words.length === 0) {
    return [];
  }
  return index
    .map((page) => judge(page, words))
    .filter(Boolean)
    .sort((one, other) => other.score - one.score);
}

function judge(page, words) {
  const [title, keywords] = [fold(page.title), fold(page.keywords)];
  const texts = page.sections.map((section) => fold(section.text));
  let score = 0;
  let best = { section: null, hits: 0 };
  for (const word of words) {
    const inTitle = match(title, word) || word.word === initials(title);
    const inKeywords = match(keywords, word);
    const inText = texts.some((text) => match(text, word));
    if (!inTitle && !inKeywords && !inText) {
      return null;
    }
    score += (inTitle ? 20 : 0) + (inKeywords ? 5 : 0) + (inText ? 1 : 0);
  }
  page.sections.forEach((section, number) => {
    const found = words.map((word) => match(texts[number], word)).filter(Boolean);
    if (found.length > best.hits) {
      const [first] = found.sort((one, other) => one.place - other.place);
      best = { section, ...first, hits: found.length };
    }
  });
  return { page, score, ...best };
}

export class Search {
  /** @param text { found: the plural forms of "%{count} results", none } */
  constructor(page, index, text) {
    Object.assign(this, { page, index, text });
    this.form = page.querySelector("[data-search]");
    this.input = this.form.querySelector("input");
    this.status = page.querySelector("[data-search-status]");
    this.list = page.querySelector("[data-search-results]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.run();
    });
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.run(), PAUSE);
    });
  }

  start(query) {
    this.input.value = query;
    this.input.focus();
    // After the page was read out: a status that is there from the start is not announced.
    this.timer = setTimeout(() => this.run(), PAUSE);
  }

  run() {
    clearTimeout(this.timer);
    const query = this.input.value.trim();
    const found = find(this.index, query);
    this.list.replaceChildren(...found.map((result) => this.item(result)));
    this.status.textContent = query && this.told(found.length);
  }

  told(count) {
    if (count === 0) {
      return this.text.none;
    }
    const { lang } = this.page.documentElement;
    const form = this.text.found[new Intl.PluralRules(lang).select(count)] || this.text.found.other;
    return form.replace("%{count}", new Intl.NumberFormat(lang).format(count));
  }

  item({ page, section, place, length }) {
    const item = this.element("li", "site-result");
    const heading = this.element("h2", "nhsuk-heading-s");
    heading.append(this.link(page.title, page.address), page.stage ? ` (${page.stage})` : "");
    item.append(heading);
    item.lang = page.language;
    if (section) {
      const shown = this.element("p", "");
      const from = Math.max(0, section.text.indexOf(" ", place - BEFORE) + 1);
      const start = place <= BEFORE ? 0 : Math.min(from, place);
      const end =
        section.text.length <= place + AFTER
          ? section.text.length
          : section.text.lastIndexOf(" ", place + AFTER);
      const match = this.element("mark", "");
      match.textContent = section.text.slice(place, place + length);
      shown.append(
        this.link(section.title, `${page.address}#${section.id}`),
        `: ${start > 0 ? "…" : ""}${section.text.slice(start, place)}`,
        match,
        `${section.text.slice(
          place + length,
          Math.max(end, place + length),
        )}${end < section.text.length ? "…" : ""}`,
      );
      item.append(shown);
    }
    return item;
  }

  link(text, address) {
    const link = this.element("a", "");
    link.href = address;
    link.textContent = text;
    return link;
  }

  element(name, classes) {
    const element = this.page.createElement(name);
    element.className = classes;
    return element;
  }
}

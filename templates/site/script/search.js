/** The search over titles and text of all pages, without a server. */

/**
 * Results follow the typing after this pause, so that not every letter is announced; in
 * milliseconds.
 */
const PAUSE = 400;
/** How much of the text around a match is shown, in characters. */
const BEFORE = 60;
const AFTER = 140;

/** A word of so many letters is found with a slip too: shorter ones are too much like others. */
const LEAST_FORGIVEN = 4;

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
 * The words of a query without signs, so that "peer-assist" and quotes are no hindrance: each as
 * the forms that it is found in. An English plural is found as its singular too.
 */
function wordsOf(query) {
  return (fold(query).match(WORD) || []).map((word) => [
    ...new Set([word, word.length > 4 ? word.replace(PLURAL, "") : word]),
  ]);
}

/**
 * The place and length of a word in folded text, in the first of its forms that is there; null when
 * none is.
 */
function match(text, forms) {
  for (const form of forms) {
    const place = placeOf(text, form);
    if (place >= 0) {
      return { place, length: form.length };
    }
  }
  return null;
}

/**
 * Whether `word` begins with `typed` but for one slip: a letter that is another, too many or
 * missing, or two that have changed places.
 */
export function isNear(typed, word) {
  let at = 0;
  while (at < typed.length && typed[at] === word[at]) {
    at += 1;
  }
  const rest = typed.slice(at);
  return (
    word.startsWith(rest.slice(1), at + 1) ||
    word.startsWith(rest.slice(1), at) ||
    word.startsWith(rest, at + 1) ||
    word.startsWith(`${rest.slice(1, 2)}${rest.slice(0, 1)}${rest.slice(2)}`, at)
  );
}

/**
 * The words of the pages that a word may stand for which is in none of them. Those that are spelt
 * almost like it from end to end go before those that only begin so.
 */
function guess(forms, vocabulary) {
  const likely = forms.filter((form) => form.length >= LEAST_FORGIVEN);
  const near = vocabulary.filter((word) => likely.some((form) => isNear(form, word)));
  const whole = near.filter((word) =>
    likely.some((form) => Math.abs(word.length - form.length) <= 1),
  );
  return whole.length > 0 ? whole : near;
}

/** The first letters of a title: people say AAR for an after action review. */
function initials(title) {
  const words = title.match(WORD) || [];
  return words.length > 1 ? words.map((word) => word[0]).join("") : "";
}

/**
 * The pages in which every word of the query begins a word, the best first:
 * [{ page, section, place, length, guessed }] with the section that has the first match, or none.
 * `guessed`: a word is in none of the pages, and those are taken that are spelt almost like it.
 *
 * @param index [{ title, stage, address, keywords, sections: [{ id, title, text }] }]
 */
export function find(index, query) {
  const pages = index.map(folded);
  const typed = wordsOf(query);
  const words = typed.map((forms) =>
    pages.some((page) => value(page, forms) > 0) ? forms : guess(forms, vocabularyOf(pages)),
  );
  if (words.length === 0) {
    return [];
  }
  const guessed = words.some((forms, number) => forms !== typed[number]);
  return pages
    .map((page) => judge(page, words))
    .filter(Boolean)
    .sort((one, other) => other.score - one.score)
    .map((found) => ({ ...found, guessed }));
}

function folded(page) {
  return {
    page,
    title: fold(page.title),
    keywords: fold(page.keywords),
    texts: page.sections.map((section) => fold(section.text)),
  };
}

function vocabularyOf(pages) {
  const texts = pages.flatMap(({ title, keywords, texts }) => [title, keywords, ...texts]);
  return [...new Set(texts.flatMap((text) => text.match(WORD) || []))];
}

/** What a word counts for on a page; 0 when it is not there. */
function value({ title, keywords, texts }, forms) {
  const inTitle = match(title, forms) || forms[0] === initials(title);
  const inText = texts.some((text) => match(text, forms));
  return (inTitle ? 20 : 0) + (match(keywords, forms) ? 5 : 0) + (inText ? 1 : 0);
}

function judge(folded, words) {
  const values = words.map((forms) => value(folded, forms));
  if (values.includes(0)) {
    return null;
  }
  const { page, texts } = folded;
  let best = { section: null, hits: 0 };
  page.sections.forEach((section, number) => {
    const found = words.map((forms) => match(texts[number], forms)).filter(Boolean);
    if (found.length > best.hits) {
      const [first] = found.sort((one, other) => one.place - other.place);
      best = { section, ...first, hits: found.length };
    }
  });
  return { page, score: values.reduce((sum, one) => sum + one), ...best };
}

export class Search {
  /** @param text { found: the plural forms of "%{count} results", guessed, none } */
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
    this.status.textContent = query && this.told(found);
    this.remember(query);
  }

  /** The query stands in the address, so that Back and a reload bring it back. */
  remember(query) {
    const { history, location } = this.page.defaultView;
    const address = new URL(location.href);
    address.search = query && new URLSearchParams({ q: query });
    if (address.href !== location.href) {
      history.replaceState(null, "", address);
    }
  }

  told(found) {
    if (found.length === 0) {
      return this.text.none;
    }
    const { lang } = this.page.documentElement;
    const form =
      this.text.found[new Intl.PluralRules(lang).select(found.length)] || this.text.found.other;
    const count = form.replace("%{count}", new Intl.NumberFormat(lang).format(found.length));
    return found[0].guessed ? `${count}. ${this.text.guessed}` : count;
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

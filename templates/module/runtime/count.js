/**
 * How much may still be written in a field: said beside it, and read out once the learner pauses.
 *
 * The markup and its texts are those of the NHS.UK character count. Its script is not used: with
 * what it shares with other components it would be a fifth of all that a module loads.
 */

/** Nothing is read out while the learner types; in milliseconds. */
const PAUSE = 1000;

export class Count {
  /** @param group the form group of a text area */
  constructor(group) {
    const language = document.documentElement.lang;
    this.texts = group.dataset;
    this.rules = new Intl.PluralRules(language);
    this.numbers = new Intl.NumberFormat(language);
    this.field = group.querySelector("textarea");
    const described = group.querySelector(".nhsuk-character-count__message");
    this.shown = this.message(described, "nhsuk-character-count__status", "aria-hidden", "true");
    this.spoken = this.message(described, "nhsuk-u-visually-hidden", "aria-live", "polite");
    described.classList.add("nhsuk-u-visually-hidden");
    this.timer = null;
    // The style shows a count that has its script.
    group.setAttribute("data-nhsuk-character-count-init", "");
  }

  message(after, className, attribute, value) {
    const element = after.cloneNode(false);
    element.removeAttribute("id");
    element.classList.add(className);
    element.setAttribute(attribute, value);
    after.after(element);
    return element;
  }

  /**
   * @param room how many more characters there is room for; below 0: how many are too many
   * @param aloud whether it is read out: the learner has written something
   */
  show(room, aloud) {
    const words = this.wordsFor(room);
    const over = room < 0;
    this.shown.textContent = words;
    this.shown.classList.toggle("nhsuk-error-message", over);
    this.shown.classList.toggle("nhsuk-hint", !over);
    this.field.classList.toggle("nhsuk-textarea--error", over);
    clearTimeout(this.timer);
    if (aloud) {
      this.timer = setTimeout(() => {
        this.spoken.textContent = words;
      }, PAUSE);
    }
  }

  wordsFor(room) {
    const count = Math.abs(room);
    const kind = `i18n.characters${room < 0 ? "Over" : "Under"}Limit`;
    const text =
      room === 0
        ? this.texts["i18n.charactersAtLimit"]
        : this.texts[`${kind}.${this.rules.select(count)}`];
    return (text || this.texts[`${kind}.other`]).replace("%{count}", this.numbers.format(count));
  }
}

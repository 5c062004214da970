/**
 * One screen at a time: shows it, moves the focus to its heading, and says where the learner is.
 */

export class Screens {
  /** @param onMove called with the number of the screen that the learner has gone to. */
  constructor(page, text, onMove) {
    this.page = page;
    this.text = text;
    this.onMove = onMove;
    this.sections = [...page.querySelectorAll("[data-screen]")];
    this.title = page.title;
    this.addOpenedMarks();
    this.wide = window.matchMedia("(min-width: 48.0625em)");
    page.addEventListener("click", (event) => this.follow(event));
  }

  // Which screens were opened is said in words, for those who do not see the style.
  addOpenedMarks() {
    this.page.querySelectorAll("[data-contents] li").forEach((item) => {
      const mark = this.page.createElement("span");
      mark.className = "app-contents__opened";
      mark.textContent = ` (${this.text.opened})`;
      mark.hidden = true;
      item.append(mark);
    });
  }

  follow(event) {
    const link = event.target.closest('a[href^="#"]');
    const index = link
      ? this.sections.findIndex((section) => `#${section.id}` === link.getAttribute("href"))
      : -1;
    // The address stays as it is: some players read it, and Back must leave the module, not a
    // screen.
    if (index >= 0) {
      event.preventDefault();
      this.onMove(index);
    }
  }

  /** Shows screen number `index`; `focus` is false at launch, when nobody has moved yet. */
  show(index, opened, { focus }) {
    this.sections.forEach((section, number) => {
      section.classList.toggle("app-screen--current", number === index);
    });
    const position = this.text.progress
      .replace("%1", index + 1)
      .replace("%2", this.sections.length);
    this.page.title = `${this.titleOf(index)} - ${this.title}`;
    this.page.querySelector("[data-progress-text]").textContent = position;
    this.page.querySelector("[data-progress-bar]").style.width =
      `${(100 * (index + 1)) / this.sections.length}%`;
    this.markContents(index, opened);
    // On a phone the contents would stand before every screen.
    this.page.querySelector("[data-contents]").open = this.wide.matches;
    if (focus) {
      this.focus(index);
    }
  }

  /** Moves the learner to the start of a screen. */
  focus(index) {
    window.scrollTo(0, 0);
    this.sections[index].querySelector("h2").focus();
  }

  titleOf(index) {
    return this.sections[index].querySelector("h2").textContent.trim();
  }

  markContents(index, opened) {
    this.page.querySelectorAll("[data-contents] a").forEach((link, number) => {
      const item = link.closest("li");
      item.lastElementChild.hidden = !opened[number] || number === index;
      if (number === index) {
        link.setAttribute("aria-current", "step");
      } else {
        link.removeAttribute("aria-current");
      }
    });
  }
}

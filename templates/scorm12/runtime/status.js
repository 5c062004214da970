/** Tells the learner what has become of their work. */

export class Status {
  constructor(page, text) {
    this.text = text;
    this.note = page.querySelector("[data-save-note]");
    this.announcement = page.querySelector("[data-announcement]");
    this.outcome = page.querySelector("[data-outcome]");
    this.content = page.querySelector("[data-content]");
    this.end = page.querySelector("[data-end]");
    this.exit = page.querySelector("[data-save-and-exit]");
    this.troubled = false;
    this.savedAtEnd = false;
  }

  /** Says at the start where the work goes. */
  begin(keeper) {
    const messages = { local: this.text.notTracked, reviewed: this.text.reviewed };
    this.note.textContent = messages[keeper.kind] || (keeper.session.finishOnly ? this.text.savedAtExit : "");
    this.exit.hidden = keeper.kind === "local";
  }

  saved() {
    this.note.textContent = this.text.saved;
    if (this.troubled) {
      this.announce(this.text.savedAgain);
    }
    this.troubled = false;
  }

  notSaved() {
    this.note.textContent = this.text.notSaved;
    if (!this.troubled) {
      this.announce(this.text.notSaved);
    }
    this.troubled = true;
  }

  tooLong() {
    this.note.textContent = this.text.tooLong;
    this.announce(this.text.tooLong);
  }

  completed() {
    this.announce(this.text.completed);
  }

  showOutcome(state) {
    this.outcome.hidden = state.status === "i";
  }

  /** The visit is over while the page is still there: the window can be closed. */
  ended(saved) {
    this.savedAtEnd = saved;
    this.content.hidden = true;
    this.exit.hidden = true;
    this.end.hidden = false;
    this.end.querySelector("[data-end-text]").textContent = saved ? this.text.ended : this.text.endedNotSaved;
    this.end.querySelector("h2").focus();
  }

  /** The learner came back to a page whose visit is over. */
  returned() {
    this.ended(this.savedAtEnd);
  }

  /** Remembers whether everything was saved when the page was left. */
  left(saved) {
    this.savedAtEnd = saved;
  }

  // Only changes are read out: "saved" after every screen would talk over the lesson.
  announce(message) {
    this.announcement.textContent = "";
    setTimeout(() => {
      this.announcement.textContent = message;
    }, 50);
  }
}

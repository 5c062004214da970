/**
 * Tells the learner what has become of their work, where they are.
 *
 * An LMS's answer is never called "saved": the work was sent. What is in trouble stands below what
 * the learner is at, as the top of the page may be out of sight, and its bottom too in a frame that
 * is higher than the window.
 */

export class Status {
  /**
   * @param page the document
   * @param text the page's texts
   * @param actions { onTryAgain(), onGoOn(), onForget(), hasWords() }
   */
  constructor(page, text, actions) {
    this.text = text;
    this.actions = actions;
    const find = (name) => page.querySelector(`[data-${name}]`);
    this.page = page;
    this.note = find("save-note");
    this.announcement = find("announcement");
    this.outcome = find("outcome");
    this.content = find("content");
    this.exit = find("save-and-exit");
    this.trouble = find("trouble");
    this.news = find("news");
    this.device = find("device");
    this.end = find("end");
    this.isTroubled = false;
    this.at = null;
    page.addEventListener("focusin", ({ target }) => {
      this.at = target;
    });
    this.fromBefore = "";
    this.cameBack = false;
    find("try-again").addEventListener("click", () => actions.onTryAgain());
    find("forget").addEventListener("click", () => this.forget());
    find("go-on").addEventListener("click", () => {
      this.news.hidden = true;
      actions.onGoOn();
    });
  }

  /** Says where the work goes. */
  begin(keeper) {
    this.keeper = keeper;
    const { text } = this;
    const notes = {
      local: keeper.kept ? text.notTracked : text.notTrackedNotKept,
      reviewed: this.cameBack ? text.reviewedHere : text.reviewed,
      browsed: text.browsed,
      recorded: this.fromBefore || (keeper.lms.sendsAtEnd ? text.sentAtExit : ""),
    };
    this.note.textContent = notes[keeper.kind];
    this.exit.hidden = keeper.kind === "local";
    if (keeper.unread) {
      this.warn(text.unread);
    } else {
      this.calm();
    }
    const isKeptHere = keeper.kind === "local" || keeper.kind === "recorded";
    this.device.hidden = !isKeptHere || keeper.journal.named || !keeper.kept;
  }

  /** What has become of earlier work; see launch.js for `news`. */
  resumed(news) {
    const { text } = this;
    this.cameBack = news.takenUp;
    if (news.takenUp) {
      this.announce(text.takenUp);
    }
    this.fromBefore = (news.proven && text.proven) || (news.takenUp && text.takenUp) || "";
    const paragraphs = [
      news.problem && text[news.problem],
      news.changed &&
        (news.lost.length
          ? text.changedAskedAgain.replace("%1", this.questions(news.lost))
          : text.changedAllKept),
      news.words.length > 0 && text.withoutPlace,
      news.aside.length > 0 && text.aside,
    ].filter(Boolean);
    if (!paragraphs.length) {
      return;
    }
    const subject = news.problem || (news.changed ? "changed" : "aside");
    const heading = this.news.querySelector("h2");
    heading.textContent = text[`${subject}Title`];
    const words = [...news.words, ...news.aside].map((word) =>
      this.make("blockquote", "app-news__words", word),
    );
    this.news
      .querySelector("[data-news-text]")
      .replaceChildren(...paragraphs.map((paragraph) => this.make("p", "", paragraph)), ...words);
    this.news.hidden = false;
    heading.focus();
  }

  questions(numbers) {
    return numbers.map((number) => this.text.question.replace("%1", number + 1)).join(", ");
  }

  make(name, className, content) {
    const element = this.page.createElement(name);
    element.className = className;
    element.textContent = content;
    return element;
  }

  /** The learner's latest work is on this device, and is still to be sent. */
  kept() {
    if (!this.isTroubled) {
      const kept = this.keeper.journal.named ? this.text.kept : this.text.keptInTab;
      this.note.textContent = this.keeper.kept ? kept : "";
    }
  }

  sent() {
    this.note.textContent = this.cameBack ? this.text.takenUpSent : this.text.sent;
    this.cameBack = false;
    if (this.isTroubled) {
      this.announce(this.text.sent);
    }
    this.calm();
  }

  notSent() {
    const { text, keeper } = this;
    if (keeper.retries.stuck) {
      this.warn(keeper.kept ? text.refused : text.refusedNotKept);
    } else {
      this.warn(keeper.kept ? text.notSent : text.notSentNotKept);
    }
  }

  cut(most) {
    this.warn(this.text.cutShort.replace("%1", most));
    this.isCut = true;
  }

  tooLong(label) {
    this.warn(this.text.tooLong.replace("%1", label));
  }

  elsewhere() {
    this.note.textContent = "";
    this.exit.hidden = true;
    this.warn(this.text.elsewhere);
  }

  /** Puts a message where the learner is, and has it read out once. */
  warn(message) {
    const line = this.trouble.querySelector("p");
    if (this.trouble.hidden || line.textContent !== message) {
      line.textContent = message;
      this.announce(message);
    }
    this.trouble.querySelector("[data-try-again]").hidden = this.keeper.retries.failures === 0;
    this.trouble.hidden = false;
    this.follow();
    this.note.textContent = "";
    this.isTroubled = true;
  }

  /** Puts what is in trouble where the learner is now. */
  follow() {
    const screen = this.page.querySelector(".app-screen--current");
    if (this.trouble.hidden || this.trouble.contains(this.page.activeElement)) {
      return;
    }
    // What was used last, also when it has lost the focus since.
    const spot =
      this.at && screen.contains(this.at) && this.at.closest("[data-question], .nhsuk-form-group");
    (spot || screen.querySelector("h2")).after(this.trouble);
  }

  calm() {
    if (!this.isCut) {
      this.trouble.hidden = true;
      this.isTroubled = false;
    }
  }

  forget() {
    this.actions.onForget();
    this.device.hidden = true;
    this.announce(this.text.forgotten);
  }

  completed() {
    this.announce(this.text.completed);
  }

  showOutcome(state) {
    this.outcome.hidden = state.status === "i";
  }

  /**
   * The visit is over while the page is still there.
   *
   * @param said see Keeper.finish
   * @param done the module is completed
   * @param todo what is left, as lines
   */
  ended(said, done, todo) {
    this.last = [said, done, todo];
    const { text } = this;
    const [title, ...lines] = this.wordsOfEnd(said, done);
    this.content.hidden = true;
    this.exit.hidden = true;
    this.trouble.hidden = true;
    this.note.textContent = "";
    const heading = this.end.querySelector("h2");
    heading.textContent = title;
    this.page.title = `${title} - ${this.page.querySelector("h1").textContent.trim()}`;
    this.end
      .querySelector("[data-end-text]")
      .replaceChildren(
        ...[...lines, text[`leave${placeOf(window)}`]].map((line) => this.make("p", "", line)),
      );
    const left = this.end.querySelector("[data-end-left]");
    left.hidden = said === null || todo.length === 0;
    left.querySelector("ul").replaceChildren(...todo.map((line) => this.make("li", "", line)));
    this.end.querySelector("[data-end-words]").hidden = said !== false || !this.actions.hasWords();
    this.end.hidden = false;
    heading.focus();
  }

  wordsOfEnd(said, done) {
    const { text, keeper } = this;
    if (said === null) {
      return [text.nothingRecorded];
    }
    if (!said) {
      const kept = keeper.journal.named ? text.endKept : text.endKeptInTab;
      return [text.endNotSent, keeper.kept ? kept : text.endNotKept];
    }
    return [
      done ? text.completed : text.endSent,
      done ? text.endResultSent : "",
      text.endProof,
    ].filter(Boolean);
  }

  /** The learner came back to a page whose visit is over. */
  returned() {
    this.ended(...this.last);
  }

  /** Remembers how the visit ended when the page was left. */
  left(...end) {
    this.last = end;
  }

  // Only changes are read out: a word after every screen would talk over the lesson.
  announce(message) {
    this.announcement.textContent = "";
    setTimeout(() => {
      this.announcement.textContent = message;
    }, 50);
  }
}

/** Where the LMS shows the module: in a "Window" of its own, in a "Frame", or as a "Page". */
function placeOf(view) {
  const { top } = view;
  if (top.opener) {
    return "Window";
  }
  return top === view ? "Page" : "Frame";
}

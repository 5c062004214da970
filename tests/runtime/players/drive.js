// Drives the module in the bare player from the player's own page, as a learner would: a visit is
// one call from the test, because thousands of launches through the browser's remote control are
// slow.
window.drive = (() => {
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const page = () => window.player.place.sco.document;
  const find = (selector) => page().querySelector(selector);
  const all = (selector) => [...page().querySelectorAll(selector)];
  const log = () => window.player.session.log;
  const isReview = () => Boolean(window.player.options.reviewMode);

  async function until(condition, what) {
    for (let tries = 0; !condition(); tries += 1) {
      if (tries > 5000) throw new Error(`${what}: this did not come`);
      await pause(2);
    }
  }

  // Started, and past its first save or the first try of one.
  async function started() {
    const saving = ({ call, args }) =>
      call === "LMSCommit" || /session_time|lesson_mode/.test(args[0]);
    const shown = () => {
      const sco = window.player.place && window.player.place.sco;
      const text = sco && sco.document.querySelector("[data-progress-text]");
      return text && text.textContent;
    };
    await until(() => shown() && log().some(saving), "the start of the module");
  }

  // Does something that the module then saves; a module that is looked back at saves nothing.
  async function saved(element, act) {
    const before = log().length;
    act();
    if (isReview()) return;
    const isSet = ({ call, args }) => call === "LMSSetValue" && args[0] === element;
    await until(() => log().slice(before).some(isSet), element);
  }

  async function goTo(screen) {
    if (find(".app-screen--current").id === screen) return;
    await saved("cmi.suspend_data", () => find(`[data-contents] a[href='#${screen}']`).click());
  }

  const change = (element, properties) => {
    Object.assign(element, properties);
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const write = (field, text) => {
    change(field, { value: text });
    field.dispatchEvent(new Event("blur"));
  };

  const items = (box) => [...box.querySelectorAll("[data-item]")];

  // Fills in an answer as the run-time writes responses; what is there already stays as it is.
  function put(box, response, words) {
    const field = box.querySelector("textarea");
    if (field && field.value !== words) write(field, words);
    [...box.querySelectorAll("select")].forEach((select, index) => {
      if (select.value !== response[index]) change(select, { value: response[index] });
    });
    if (items(box).length) {
      [...response].forEach((name, place) => {
        while (items(box)[place].dataset.item !== name) {
          box.querySelector(`[data-item="${name}"] [data-move=up]`).click();
        }
      });
    }
    [...box.querySelectorAll("input")].forEach((input, index) => {
      const checked = response.includes(index.toString(36));
      if (input.checked !== checked) change(input, { checked });
    });
  }

  const responseOf = (box) => {
    const chosen = (input, index) => (input.checked ? index.toString(36) : "");
    return [
      ...[...box.querySelectorAll("select")].map((select) => select.value || "-"),
      ...items(box).map((item) => item.dataset.item),
      ...[...box.querySelectorAll("input")].map(chosen),
    ].join("");
  };

  const isAnswered = (box) => box.querySelector("[data-result]").childElementCount > 0;

  // Answers each question; only the first `handedIn` of them are handed in.
  async function answer({ responses, handedIn, words }) {
    for (const [number, box] of all("[data-question]").entries()) {
      if (isAnswered(box)) continue;
      const fillIn = () => put(box, responses[number], words);
      if (number < handedIn) {
        fillIn();
        await saved("cmi.suspend_data", () => box.querySelector("[data-check]").click());
      } else {
        await saved("cmi.suspend_data", fillIn);
      }
    }
  }

  // Answers the choosing tool's questions, and asks it for its result or not.
  async function choose({ wishes, handedIn }) {
    const form = find("[data-choosing]");
    await saved("cmi.suspend_data", () => {
      Object.entries(wishes).forEach(([name, value]) => {
        const [first] = form.querySelectorAll(`[name="${name}"]`);
        if (first.tagName === "SELECT") change(first, { value });
        else change(form.querySelector(`[name="${name}"][value="${value}"]`), { checked: true });
      });
      if (handedIn) form.requestSubmit();
    });
  }

  // Goes to a screen and does what it asks for.
  async function work(screen, task) {
    await goTo(screen);
    if (screen === "put-it-to-the-test") await answer(task);
    if (screen === "choose") await choose(task);
    if (screen === "activity" && find("[data-field='0']").value !== task.text) {
      await saved("cmi.suspend_data", () => write(find("[data-field='0']"), task.text));
    }
  }

  async function leave(way) {
    if (way === "save and exit") find("[data-save-and-exit]").click();
    if (way === "network") window.player.network(true);
    if (way === "background") {
      Object.defineProperty(page(), "visibilityState", { value: "hidden" });
      page().dispatchEvent(new Event("visibilitychange"));
    }
    await window.player.close(way === "kill" || way === "background" ? "killed" : "left");
  }

  function forgetDevice() {
    Object.keys(localStorage)
      .filter((key) => key.startsWith("scorm_builder"))
      .forEach((key) => localStorage.removeItem(key));
  }

  // A frame that is not shown is not laid out, which is most of what a launch costs.
  const hide = () => {
    document.querySelector("main").hidden = true;
  };

  // The device forgets, and the learner launches again.
  async function relaunch(options) {
    forgetDevice();
    // A session without Finish keeps the resource locked until the learner signs out.
    if (window.player.simulator.recordActions.logOut) window.player.act("logOut");
    await window.player.launch(options);
    await started();
  }

  const boxes = () => all("[data-question], [data-choosing] .nhsuk-form-group");

  const shown = () => ({
    screen: find(".app-screen--current").id,
    opened: all("[data-contents] li").map(
      (item) => !item.lastElementChild.hidden || item.querySelector("[aria-current]") !== null,
    ),
    responses: boxes().map(responseOf),
    handedIn: all("[data-question]").map(isAnswered),
    result: Boolean(find(".app-choice:not([hidden])")),
    texts: all("[data-field]")
      .sort((one, other) => one.dataset.field - other.dataset.field)
      .map((field) => field.value),
    done: !find("[data-outcome]").hidden,
    readOnly: all("[data-field]").some((field) => field.readOnly),
  });

  return { hide, started, goTo, work, leave, forgetDevice, relaunch, shown };
})();

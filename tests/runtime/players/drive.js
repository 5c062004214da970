// Drives the module in the bare player from the player's own page, as a learner would: a visit is
// one call from the test, because thousands of launches through the browser's remote control are
// slow. `watch.js` must have run in all windows.
window.drive = (() => {
  const { player, watch } = window;
  const view = () => player.place && player.place.sco;
  const page = () => view().document;
  const find = (selector) => page().querySelector(selector);
  const all = (selector) => [...page().querySelectorAll(selector)];
  const log = () => player.session.log;

  async function until(condition, what) {
    for (let tries = 0; !condition(); tries += 1) {
      if (tries > 20000) throw new Error(`${what}: this did not come`);
      await watch.pause(2);
    }
  }

  const called =
    (name, element) =>
    ({ call, args }) =>
      call === name && (!element || args[0] === element);
  const answerTo = (element) => (log().find(called("LMSGetValue", element)) || {}).result;
  const recordsNothing = () =>
    ["review", "browse"].includes(String(answerTo("cmi.core.lesson_mode")));
  // The AICC shim is asked to save when the visit ends, and not before.
  const isLast = (element) =>
    player.lms === "aicc-shim" ? called("LMSSetValue", element) : called("LMSCommit");

  // The LMS's page has sent all that it has to send.
  const idle = () => until(watch.isIdle, "the LMS's own requests");

  const isShown = () => {
    const text = view() && view().document && find("[data-progress-text]");
    return Boolean(text && text.textContent);
  };

  // Started, and past its first round of calls.
  async function started() {
    const isRead = () => log().some(called("LMSGetValue", "cmi.core.lesson_location"));
    const isSaid = () => log().some(isLast("cmi.core.exit"));
    await until(
      () => isShown() && (recordsNothing() ? isRead() : isSaid()),
      "the start of the module",
    );
    await idle();
  }

  let acts = 0;

  // Does what leads to a round of calls, and waits for its end; `leads`: it does, if it is not
  // plain from what the learner has done.
  async function saved(act, leads = false) {
    const before = log().length;
    acts = 0;
    act();
    if (!(leads || acts) || recordsNothing()) return;
    await until(() => log().slice(before).some(isLast("cmi.suspend_data")), "what was done");
    await idle();
  }

  const click = (element) => {
    acts += 1;
    element.click();
  };

  const change = (element, properties) => {
    acts += 1;
    Object.assign(element, properties);
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const write = (field, text) => {
    change(field, { value: text });
    field.dispatchEvent(new Event("blur"));
  };

  const open = (screen) => {
    if (find(".app-screen--current").id !== screen)
      click(find(`[data-contents] a[href='#${screen}']`));
  };

  const goTo = (screen) => saved(() => open(screen));

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
          click(box.querySelector(`[data-item="${name}"] [data-move=up]`));
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
  function answer({ responses, handedIn, words }) {
    for (const [number, box] of all("[data-question]").entries()) {
      if (isAnswered(box)) continue;
      put(box, responses[number], words);
      if (number < handedIn) click(box.querySelector("[data-check]"));
    }
  }

  // Answers the choosing tool's questions, and asks it for its result or not.
  function choose({ wishes, handedIn }) {
    const form = find("[data-choosing]");
    Object.entries(wishes).forEach(([name, value]) => {
      const [first] = form.querySelectorAll(`[name="${name}"]`);
      if (first.tagName === "SELECT") change(first, { value });
      else change(form.querySelector(`[name="${name}"][value="${value}"]`), { checked: true });
    });
    if (handedIn) form.requestSubmit();
  }

  // Goes to a screen and does what it asks for.
  function act(screen, task) {
    open(screen);
    if (screen === "put-it-to-the-test") answer(task);
    if (screen === "choose") choose(task);
    if (screen === "activity" && find("[data-field='0']").value !== task.text) {
      write(find("[data-field='0']"), task.text);
    }
  }

  const work = (screens, task) => saved(() => screens.forEach((screen) => act(screen, task)));

  // Writes on in the activity, as far as the middle of a word.
  const type = (text) => {
    const field = find("[data-field='0']");
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // As when the browser crashes: nothing of the page runs any more.
  function crash() {
    if (player.place) {
      view().watch.crashed = true;
      player.place.element.remove();
    }
    return player.close("killed");
  }

  async function leave(way) {
    if (way === "save and exit") {
      find("[data-save-and-exit]").click();
      await until(() => !find("[data-end]").hidden, "the closing screen");
    }
    const told = latest();
    if (way === "background") {
      Object.defineProperty(page(), "visibilityState", { value: "hidden" });
      page().dispatchEvent(new Event("visibilitychange"));
      await idle();
    }
    if (way === "kill" || way === "background") await crash();
    else if (way === "close") watch.pause(0).then(() => window.close());
    else await player.close("left");
    return told;
  }

  function forgetDevice() {
    [localStorage, sessionStorage].forEach((storage) =>
      Object.keys(storage)
        .filter((key) => key.startsWith("scorm_builder"))
        .forEach((key) => storage.removeItem(key)),
    );
  }

  // A frame that is not shown is not laid out, which is most of what a launch costs.
  const hide = () => {
    document.querySelector("main").hidden = true;
  };

  async function relaunch(options) {
    await player.launch(options);
    await started();
  }

  // The learner signs in anew, on a device that has forgotten all, and launches.
  async function relaunchElsewhere(options) {
    forgetDevice();
    // A session without Finish keeps the resource locked until the learner signs out.
    if (player.simulator.recordActions.logOut) player.act("logOut");
    await relaunch(options);
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

  // The name that the module's texts have for one that the learner is told.
  const nameOf = (text) => {
    const found = Object.entries(JSON.parse(find("#module-text").textContent)).find(
      ([, one]) => one === text,
    );
    return found ? found[0] : text;
  };
  const latest = () => nameOf(view().watch.latest());
  const told = () => view().watch.told.map(nameOf);

  return {
    act,
    crash,
    find,
    forgetDevice,
    goTo,
    hide,
    idle,
    latest,
    leave,
    relaunch,
    relaunchElsewhere,
    saved,
    shown,
    started,
    told,
    type,
    until,
    work,
  };
})();

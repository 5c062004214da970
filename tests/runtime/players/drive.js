// Drives the module in the bare player from the player's own page, as a learner would: a visit is
// one call from the test, because thousands of launches through the browser's remote control are
// slow.
window.drive = (() => {
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const page = () => window.player.place.sco.document;
  const find = (selector) => page().querySelector(selector);

  // Started, and past its first save or the first try of one.
  async function started() {
    const saving = ({ call, args }) =>
      call === "LMSCommit" || /session_time|lesson_mode/.test(args[0]);
    const ready = () => {
      const sco = window.player.place && window.player.place.sco;
      const text = sco && sco.document.querySelector("[data-progress-text]");
      return text && text.textContent && window.player.session.log.some(saving);
    };
    for (let tries = 0; !ready(); tries += 1) {
      if (tries > 2000) throw new Error("the module did not start");
      await pause(5);
    }
  }

  // Work that a screen puts off until after it is drawn is done after this.
  const settle = () => pause(20);

  async function goTo(screen) {
    find(`[data-contents] a[href='#${screen}']`).click();
    await settle();
  }

  async function answer(rights) {
    for (const [number, right] of rights.entries()) {
      const box = find(`[data-question='${number}']`);
      box.querySelectorAll("input[type=radio]")[right].click();
      box.querySelector("[data-check]").click();
    }
    await pause(120);
  }

  async function write(text) {
    const field = find("[data-field='0']");
    field.value = text;
    field.dispatchEvent(new Event("input"));
    field.dispatchEvent(new Event("blur"));
    await settle();
  }

  // Goes to a screen and does what it asks for.
  async function work(screen, rights, text) {
    await goTo(screen);
    if (screen === "put-it-to-the-test") await answer(rights);
    if (screen === "activity") await write(text);
  }

  async function leave(way) {
    if (way === "save and exit") find("[data-save-and-exit]").click();
    if (way === "network") {
      window.player.network(true);
      await settle();
    }
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

  const shown = () => ({
    screen: find(".app-screen--current").id,
    opened: [...page().querySelectorAll("[data-contents] li")].map(
      (item) => !item.lastElementChild.hidden || item.querySelector("[aria-current]") !== null,
    ),
    answered: find("[data-result]").childElementCount > 0,
    text: find("[data-field='0']").value,
    done: !find("[data-outcome]").hidden,
    readOnly: find("[data-field='0']").readOnly,
  });

  return { hide, started, settle, goTo, answer, work, leave, forgetDevice, relaunch, shown };
})();

// Visits in all kinds of weather, from the player's own page: what happens at one moment is one
// task here, so that it does not hang on how busy the machine is. `drive.js` must be there.
window.weather = (() => {
  const { drive, player } = window;

  // Works through the module in this weather. What was written before was written in good weather.
  const workIn = async (weather, { screens, task }) => {
    player.weather(weather);
    await drive.work(screens, task);
  };

  const backOnline = async () => {
    const isTroubled = !drive.find("[data-trouble]").hidden;
    await drive.saved(() => player.network(true), isTroubled);
  };

  const visits = {
    async good(visit) {
      await workIn({}, visit);
    },
    async "503 at completion"(visit) {
      await workIn({ server: "fails" }, visit);
      player.weather({ server: "well" });
    },
    async "session expired"(visit) {
      await workIn({ server: "expired" }, visit);
    },
    async "offline, then left"(visit) {
      await workIn({ online: false }, visit);
    },
    async "offline and back"(visit) {
      await workIn({ online: false }, visit);
      await backOnline();
    },
    async slow(visit) {
      await workIn({ delay: 310 }, visit);
      drive.type(visit.typed);
    },
    async typing(visit) {
      drive.type(visit.typed);
    },
    async updated(visit) {
      await workIn({}, visit);
    },
  };

  // A launch by another learner, of whom neither LMS nor device knows anything.
  async function begin(address) {
    await drive.crash();
    [localStorage, sessionStorage].forEach((storage) => storage.clear());
    const { readManifest } = await import("/lms/launcher.js");
    const sco = new URL(address, player.sco);
    Object.assign(player, { sco, manifest: await readManifest(new URL(".", sco), sco) });
    await drive.relaunch();
  }

  // Goes on, and leaves; what the learner was told last.
  async function visit(name, way, plan) {
    await visits[name](plan);
    return drive.leave(way);
  }

  // The next launch, in good weather: of the same module, or of what has taken its place.
  async function returnTo(address) {
    player.weather({ online: true, server: "well", delay: 0 });
    player.sco = new URL(address, player.sco);
    await drive.relaunch();
  }

  // What the learner finds, and does as they are told: goes on, tries again.
  async function found() {
    await drive.idle();
    const { screen, texts } = drive.shown();
    for (const [box, button] of [
      ["news", "go-on"],
      ["trouble", "try-again"],
    ]) {
      const offered = [box, button].map((name) => drive.find(`[data-${name}]`));
      if (offered.every(({ hidden }) => !hidden)) await drive.saved(() => offered[1].click(), true);
    }
    return { screen, texts, told: drive.told() };
  }

  const signInAgain = async () => {
    player.act("logOut");
    await drive.relaunch();
  };

  return { begin, found, returnTo, signInAgain, visit };
})();

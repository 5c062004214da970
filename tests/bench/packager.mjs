// Packs folders one after the other: node packager.mjs <output folder> <folder>...
import { createRequire } from "node:module";
import { basename } from "node:path";

const libraries = new URL("../../templates/package.json", import.meta.url);
const pack = createRequire(libraries)("simple-scorm-packager");

const [outputFolder, ...folders] = process.argv.slice(2);
for (const source of folders) {
  const name = basename(source);
  const described = { name, version: "1.0", author: "Example", date: "2026-11-20" };
  await new Promise((done) => {
    pack(
      {
        version: "1.2",
        organization: "Example",
        title: name,
        language: "en-GB",
        startingPage: "index.html",
        source,
        package: { ...described, zip: true, outputFolder },
      },
      done,
    );
  });
}

/** The learner's plan on paper and in a file: made in the browser, from what they wrote. */

const PRINTING = "app-print-plan";
const STYLE =
  "body{font:1.1em/1.5 arial,sans-serif;max-width:40em;margin:2em auto;padding:0 1em}" +
  "p{white-space:pre-wrap;overflow-wrap:anywhere}";

/**
 * A page of its own with the learner's words, as HTML text.
 *
 * Built as a document, never as a string, so that nothing typed can become markup.
 *
 * @param plan { title, subtitle, language, direction, note, entries: [{label, text}], empty }
 */
export function planDocument(plan) {
  const page = document.implementation.createHTMLDocument(`${plan.title} - ${plan.subtitle}`);
  page.documentElement.lang = plan.language;
  page.documentElement.dir = plan.direction;
  const add = (parent, name, text) => {
    const element = page.createElement(name);
    element.textContent = text;
    return parent.appendChild(element);
  };
  const charset = page.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  page.head.prepend(charset);
  add(page.body, "h1", plan.title);
  add(page.body, "p", plan.subtitle);
  plan.entries.forEach(({ label, text }) => {
    add(page.body, "h2", label);
    add(page.body, "p", text || plan.empty);
  });
  add(page.body, "p", plan.note);
  // The style comes last and as text: the document has the policy of this page, which forbids it.
  const html = page.documentElement.outerHTML.replace("</head>", `<style>${STYLE}</style></head>`);
  return `<!DOCTYPE html>\n${html}`;
}

/** Hands `html` to the learner as a file called `name`. */
export function download(html, name) {
  const address = URL.createObjectURL(new Blob([html], { type: "text/html;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/** Prints the activity alone. A text area prints only what fits in it, so the words are set out. */
export function printPlan(root, target, entries, empty) {
  target.replaceChildren(
    ...entries.flatMap(({ label, text }) => {
      const heading = document.createElement("h3");
      heading.textContent = label;
      const words = document.createElement("p");
      words.textContent = text || empty;
      return [heading, words];
    }),
  );
  root.classList.add(PRINTING);
  window.addEventListener("afterprint", () => root.classList.remove(PRINTING), { once: true });
  window.print();
}

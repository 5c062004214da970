/**
 * The style of the page as a file, where it is not allowed in the page: an LMS may have a policy of
 * its own that is stricter than ours.
 */
export function ensureStyle(page) {
  const style = page.querySelector("style");
  if (!style.sheet) {
    const link = page.createElement("link");
    link.rel = "stylesheet";
    link.href = style.dataset.file;
    style.after(link);
  }
}

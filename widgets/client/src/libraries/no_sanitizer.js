// Stands in for "sanitize-html", which the base of the widget manager names and we replace:
// see `inline_sanitize` in ../manager.js.

export default function refuse() {
  throw new Error("the page's own sanitizer is used in its place");
}

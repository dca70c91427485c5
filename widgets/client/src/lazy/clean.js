// HTML that may come from data: only what says something, nothing that does something.

import purify from "dompurify";

const INLINE = ["a", "abbr", "b", "code", "em", "i", "img", "li", "ol", "span", "strong", "ul"];

export function cleanInline(html) {
  return purify.sanitize(html, {
    ALLOWED_TAGS: INLINE, ALLOWED_ATTR: ["class", "style", "title", "href", "src"],
  });
}

export function cleanBlock(html) {
  return purify.sanitize(html, { RETURN_DOM_FRAGMENT: true });
}

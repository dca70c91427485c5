// Stands in for "lodash/isEqual": one deep comparison is enough for a page.

export { isEqual as default } from "underscore/modules/index.js";

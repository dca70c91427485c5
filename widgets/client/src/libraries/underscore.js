// The part of Underscore that Backbone's models and events call.

export {
  clone, create, defaults, defer, each, escape, extend, functions, has, invert, isArray, isEmpty,
  isEqual, isFunction, isObject, isRegExp, isString, iteratee, keys, map, matches, omit, once,
  pairs, pick, reduce, result, some, uniqueId, values,
} from "underscore/modules/index.js";

/** The little that the page needs to make elements. Text is only ever set as text. */

/** @typedef {Node | string | null} Child */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | boolean | (() => void)>} attributes `onclick` is a listener, true an empty attribute
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  fill(made, attributes, children);
  return made;
}

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...Child} children
 */
export function drawn(tag, attributes, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  fill(made, attributes, children);
  return made;
}

/**
 * @param {Element} made
 * @param {Record<string, string | boolean | (() => void)>} attributes
 * @param {Child[]} children
 */
function fill(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.replace(/^on/, ''), value);
    else if (value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== null));
}

/**
 * @template {Element} E
 * @param {string} id
 * @param {new () => E} kind
 * @returns {E} the element of `index.html`
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`There is no ${kind.name} #${id}.`);
  return found;
}

/**
 * A list whose entries keep their elements while they change, so that focus, open parts and half-filled forms stay.
 *
 * @template T
 * @param {Element} container
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => { node: Element, show: (item: T) => void }} make
 * @returns {(items: T[]) => void}
 */
export function keyedList(container, keyOf, make) {
  /** @type {Map<string, { node: Element, show: (item: T) => void }>} */
  const entries = new Map();
  return (items) => {
    const kept = new Set(items.map(keyOf));
    for (const [key, { node }] of entries) {
      if (kept.has(key)) continue;
      node.remove();
      entries.delete(key);
    }
    for (const [index, item] of items.entries()) {
      const entry = entries.get(keyOf(item)) ?? make(item);
      entries.set(keyOf(item), entry);
      entry.show(item);
      const present = container.children[index];
      if (present !== entry.node) container.insertBefore(entry.node, present ?? null);
    }
  };
}

/** @param {string} iso */
export function moment(iso) {
  return element('time', { datetime: iso }, `${iso.slice(0, 10)} ${iso.slice(11, 19)}`);
}

/** @param {import('./types.js').Place} place */
export function placeText({ latitude, longitude }) {
  return `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
}

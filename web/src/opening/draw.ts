import type { ReactNode, RefObject } from 'react';

/**
 * As much of React as it takes to draw once: the first screen is made of the page's own components, and all of Preact would be a third of
 * what a phone waits for. `vite.config.ts` gives it this in the place of both. The page's Preact hydrates what is drawn.
 */
interface Drawn {
  type: string | ((props: object) => ReactNode);
  props: Record<string, unknown> & { children?: ReactNode; ref?: RefObject<Element | null> };
}

export const jsx = (type: Drawn['type'], props: Drawn['props']): Drawn => ({ type, props });
/** @alias */
export const jsxs = jsx;
export const Fragment = ({ children }: { children?: ReactNode }): ReactNode => children;

const effects: (() => void)[] = [];

export const useRef = <Value>(current: Value) => ({ current });
export const useLayoutEffect = (effect: () => void) => effects.push(effect);

/** Each is given once, around everything. */
export function createContext<Value>(value: Value) {
  const context = (given: { value: Value; children?: ReactNode }) => {
    context.value = given.value;
    return given.children;
  };
  context.value = value;
  return context;
}

export const useContext = <Value>(context: { value: Value }): Value => context.value;

/** Draws it in the place of what was drawn before. What hears events is left out: the page brings it. */
export function draw(node: ReactNode, root: Element): void {
  const drawn = document.createDocumentFragment();
  append(node, drawn, null);
  root.replaceChildren(drawn);
  for (const effect of effects.splice(0)) effect();
}

const SVG = 'http://www.w3.org/2000/svg';
const NAMES: Record<string, string> = { className: 'class' };

function append(node: ReactNode, parent: Node, namespace: string | null): void {
  if (Array.isArray(node)) for (const each of node) append(each, parent, namespace);
  else if (typeof node === 'object' && node !== null)
    appendDrawn(node as unknown as Drawn, parent, namespace);
  else if (node !== undefined && typeof node !== 'boolean' && node !== null)
    parent.appendChild(document.createTextNode(String(node)));
}

function appendDrawn({ type, props }: Drawn, parent: Node, namespace: string | null): void {
  if (typeof type !== 'string') {
    append(type(props), parent, namespace);
    return;
  }
  const inside = type === 'svg' ? SVG : namespace;
  const element = inside ? document.createElementNS(inside, type) : document.createElement(type);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'children' || name === 'ref' || /^on[A-Z]/.test(name)) continue;
    if (value !== undefined && value !== null && value !== false)
      element.setAttribute(NAMES[name] ?? name, String(value));
  }
  if (props.ref) props.ref.current = element;
  append(props.children, element, inside);
  parent.appendChild(element);
}

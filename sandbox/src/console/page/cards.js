import { byId } from './dom.js';

/** The sample id cards: two links that follow the chosen person. */
export function showCards() {
  const person = byId('card-person', HTMLInputElement);
  const expired = byId('card-expired', HTMLInputElement);
  const links = { front: byId('card-front', HTMLAnchorElement), back: byId('card-back', HTMLAnchorElement) };
  const follow = () => {
    if (!person.validity.valid) return;
    for (const [side, link] of Object.entries(links)) {
      link.href = `/sandbox/samples/id-${side}.png?person=${person.valueAsNumber}&expired=${expired.checked}`;
      link.download = `id-${side}-${person.value}.png`;
    }
  };
  person.addEventListener('input', follow);
  expired.addEventListener('change', follow);
  follow();
}

/**
 * What is drawn looks like the page, and does nothing yet: the button that was pressed last says that it is heard, and is pressed once more
 * when the page's script is there. Answers what does that.
 */
export function holdPresses(said: string): () => void {
  const status = document.body.appendChild(document.createElement('p'));
  status.className = 'visually-hidden';
  status.setAttribute('role', 'status');
  let pressed: HTMLButtonElement | null = null;
  const hold = ({ target }: Event) => {
    const button = (target as Element).closest('button');
    if (!button) return;
    pressed?.removeAttribute('aria-busy');
    pressed = button;
    button.setAttribute('aria-busy', 'true');
    status.textContent = said;
  };
  document.addEventListener('click', hold);
  return () => {
    document.removeEventListener('click', hold);
    status.remove();
    pressed?.removeAttribute('aria-busy');
    pressed?.click();
  };
}

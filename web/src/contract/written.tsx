/** Latin letters and digits with signs between them: 2026-11-28, BR-2026-000123. In Arabic text their parts would change places. */
const LEFT_TO_RIGHT = /^[\d٠-٩A-Za-z@+](?:[\d٠-٩A-Za-z@+._:/#() -]*[\d٠-٩A-Za-z)])?$/;

/** A value in text of either direction, which it leaves alone. */
export function Written({ children }: { children: string }) {
  return <bdi dir={LEFT_TO_RIGHT.test(children) ? 'ltr' : undefined}>{children}</bdi>;
}

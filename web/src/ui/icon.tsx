const PATHS = {
  info: 'M12 11v5M12 8h.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  clock: 'M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z',
  place: 'M12 21s-7-6.2-7-11a7 7 0 0 1 14 0c0 4.8-7 11-7 11ZM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  camera: 'M4 8h3l2-3h6l2 3h3v11H4ZM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z',
  cloud: 'M7 18a4 4 0 0 1-.6-7.95A6 6 0 0 1 18 11.5 3.3 3.3 0 0 1 17.5 18ZM4 4l16 16',
  message: 'M4 5h16v11H9l-5 4ZM8 9.5h8M8 12.5h5',
  card: 'M3 6h18v12H3ZM3 10h18M7 15h3',
  lock: 'M6 11h12v9H6ZM9 11V8a3 3 0 0 1 6 0v3M12 14.5v2',
  download: 'M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14',
};

export type IconName = keyof typeof PATHS;

/** A picture beside words that say the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

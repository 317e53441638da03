/** Something is under way; it is told to screen readers too. */
export function Busy({ children }: { children: string }) {
  return (
    <div className="busy" role="status">
      <span className="spinner" aria-hidden="true" />
      <p>{children}</p>
    </div>
  );
}

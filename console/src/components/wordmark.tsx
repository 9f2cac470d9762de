import classes from "./wordmark.module.css";

/** The product's name with its cabinet. */
export function Wordmark() {
  return (
    <span className={classes.wordmark}>
      <svg viewBox="0 0 32 32" width="20" height="20" aria-hidden="true">
        <rect x="3" y="5" width="26" height="20" rx="5" fill="var(--accent)" />
        <path d="M16 9v12M12.5 13.5v3M19.5 13.5v3" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" fill="none" />
        <path d="M8 25v3M24 25v3" stroke="var(--accent)" strokeWidth="3" strokeLinecap="round" />
      </svg>
      Credenza
    </span>
  );
}

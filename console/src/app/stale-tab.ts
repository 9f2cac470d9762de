/** A tab that is older than the server's Console asks for files that are gone: load the page anew, once. */
export function watchForNewVersion(): void {
  window.addEventListener("vite:preloadError", (event) => {
    const key = "credenza-reloaded-at";
    const last = Number(sessionStorage.getItem(key) ?? 0);
    if (Date.now() - last < 10_000) return;
    event.preventDefault();
    sessionStorage.setItem(key, String(Date.now()));
    window.location.reload();
  });
}

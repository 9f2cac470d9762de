// Runs before the first paint, so that the theme does not flash. The key is the one of app/theme.ts.
(() => {
  let chosen = "auto";
  try {
    chosen = localStorage.getItem("credenza-color-scheme") || "auto";
  } catch {}
  const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();

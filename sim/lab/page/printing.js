// Printing: one page of paper has its own width, so calendar and charts are laid out anew for it and back again.

export function followPrinting(root, redraw) {
  const query = window.matchMedia("print");
  const lay = (isOnPaper) => {
    if (root.classList.contains("on-paper") === isOnPaper) return;
    root.classList.toggle("on-paper", isOnPaper);
    redraw();
  };
  const stays = window.location.pathname === "/print"; // the same page, laid out as it will be printed
  query.addEventListener("change", (event) => lay(event.matches || stays));
  window.addEventListener("beforeprint", () => lay(true));
  window.addEventListener("afterprint", () => lay(stays));
  if (stays) lay(true);
}

// Files: what the server wrote, handed to the browser to save; the link, handed to the clipboard.

import { html } from "./elements.js";

export function save({ file_name: name, text }) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const anchor = html("a", { href: url, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

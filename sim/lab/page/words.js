// Words: numbers as people read them, with a true minus sign.

// A writer of numbers is kept for each count of decimals: making one takes longer than all it writes.
const writers = new Map();

function writer(decimals) {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  if (!writers.has(decimals)) writers.set(decimals, new Intl.NumberFormat("en-GB", digits));
  return writers.get(decimals);
}

export function plain(value, decimals = 2) {
  if (!Number.isFinite(value)) return "?";
  const text = writer(decimals).format(Math.abs(value));
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

export function signed(value, decimals = 2) {
  const text = plain(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

export function percent(share) {
  if (!Number.isFinite(share)) return "?";
  const value = 100 * share;
  if (value > 0 && value < 1) return "<1 %";
  if (value < 100 && value > 99) return ">99 %";
  return `${Math.round(value)} %`;
}

export function money(gbp) {
  if (!Number.isFinite(gbp)) return "?";
  if (Math.abs(gbp) >= 1e6) return `£${plain(gbp / 1e6, 2)}m`;
  if (Math.abs(gbp) >= 1e4) return `£${plain(gbp / 1e3, 0)}k`;
  return `£${plain(gbp, 0)}`;
}

export function count(value) {
  return Number.isFinite(value) ? Math.round(value).toLocaleString("en-GB") : "?";
}

// A bar covers the weeks from its start up to, but not including, its stop.
export function weeksOf(bar) {
  const last = Math.max(bar.start, bar.stop - 1);
  return last === bar.start ? `week ${bar.start}` : `weeks ${bar.start} to ${last}`;
}

export function capital(text) {
  return text ? text.charAt(0).toUpperCase() + text.slice(1) : "";
}

// A number with as many decimals as its size needs.
export function short(value) {
  if (!Number.isFinite(value)) return "?";
  const size = Math.abs(value);
  return plain(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size === 0 ? 2 : 3);
}

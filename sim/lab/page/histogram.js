// Histogram of the paired difference: each future is one pair, so a bar left of zero is a future that went worse.

import { html, refill, set, svg } from "./elements.js";
import { short } from "./words.js";

export class Histogram {
  constructor(root) {
    this.title = html("h3", { text: "Your plan minus reference" });
    this.unit = html("p", { class: "unit" });
    this.bars = svg("g");
    this.words = svg("g", { class: "words" });
    this.zero = svg("line", { class: "zero-line" });
    this.mean = svg("path", { class: "mean-mark" });
    this.picture = svg("svg", { role: "img" }, this.bars, this.zero, this.mean, this.words);
    this.element = html("figure", { class: "series-chart histogram" }, this.title, this.unit, this.picture);
    root.replaceChildren(this.element);
  }

  show(differences, headline, outcome, { height, room }) {
    const width = Math.max(150, room - 4);
    const bins = differences?.bins ?? [];
    const plot = { left: 6, right: width - 6, top: 22, bottom: height - 17 };
    set(this.picture, { width, height, viewBox: `0 0 ${width} ${height}` });
    set(this.unit, { text: `${unitWords(outcome)}, one pair a future` });
    const most = Math.max(1, ...bins.map((bin) => bin.count));
    const reach = niceReach(bins);
    const x = (value) => plot.left + ((value + reach) / (2 * reach)) * (plot.right - plot.left);
    const better = outcome?.better ?? "higher";
    this.bars.replaceChildren(
      ...bins.filter((bin) => bin.count > 0).map((bin) => {
        const tall = (bin.count / most) * (plot.bottom - plot.top);
        const wide = Math.max(1.5, x(bin.to) - x(bin.from) - 1);
        return svg("rect", {
          class: sideOf(bin, better),
          x: x(bin.from) + 0.5,
          y: plot.bottom - tall,
          width: wide,
          height: Math.max(1, tall),
        });
      }),
    );
    set(this.zero, { x1: x(0), x2: x(0), y1: plot.top - 14, y2: plot.bottom });
    const at = Number.isFinite(headline?.mean) ? x(Math.min(Math.max(headline.mean, -reach), reach)) : null;
    set(this.mean, { d: at === null ? "" : `M${at - 4} ${plot.bottom + 1}h8l-4 -6z` });
    const [left, right] = sideWords(better);
    refill(this.words, [width, height, reach, left], () => [
      svg("text", { x: x(0) - 6, y: plot.top - 6, class: "side end-anchor", text: left }),
      svg("text", { x: x(0) + 6, y: plot.top - 6, class: "side", text: right }),
      svg("text", { x: plot.left, y: height - 3, class: "axis first", text: `−${short(reach)}` }),
      svg("text", { x: x(0), y: height - 3, class: "axis middle", text: "same" }),
      svg("text", { x: plot.right, y: height - 3, class: "axis last", text: `+${short(reach)}` }),
    ]);
    set(this.picture, {
      "aria-label": `Difference in ${headline?.pairs ?? 0} paired futures: better in ${headline?.better ?? 0}, worse in ${headline?.worse ?? 0}, the same in ${headline?.same ?? 0}`,
    });
  }
}

function unitWords(outcome) {
  const unit = outcome?.unit ?? "";
  return unit.replace(" (0 to 1)", " points") || "difference";
}

function sideOf(bin, better) {
  const middle = (bin.from + bin.to) / 2;
  if (better === "neither" || Math.abs(middle) < 1e-12) return "neither";
  return middle > 0 === (better === "higher") ? "better" : "worse";
}

function sideWords(better) {
  if (better === "neither") return ["lower", "higher"];
  return better === "higher" ? ["worse", "better"] : ["better", "worse"];
}

// Equally far to both sides, to a round number, so that the zero line stays where it is.
function niceReach(bins) {
  const reach = Math.max(1e-9, ...bins.filter((bin) => bin.count > 0).flatMap((bin) => [Math.abs(bin.from), Math.abs(bin.to)]));
  const power = 10 ** Math.floor(Math.log10(reach));
  return [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((m) => m * power).find((size) => size >= reach * (1 - 1e-9)) ?? reach;
}

// SPDX-License-Identifier: BSD-3-Clause
// Colours and fonts. Six colours for participants, told apart with any kind of colour vision, and
// repeated: what a row is, its name says.

const LIGHT = {
  rows: ["#0072b2", "#d55e00", "#1b9e77", "#93378a", "#4aa8dc", "#56616b"],
  frame: "#5c6670", lifeline: "#c9ced3",
};
const DARK = {
  rows: ["#4c9be0", "#f08a3c", "#3cc0a4", "#d283c6", "#a9d9fb", "#e3e6e9"],
  frame: "#a9b2bb", lifeline: "#454c54",
};

class Theme {
  constructor(changed) {
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.dark.addEventListener("change", () => {
      this.read();
      changed();
    });
    this.read();
  }

  read() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["paper", "ink", "dim", "hair", "raised", "accent", "select", "slow", "bad"]) {
      this[name] = style.getPropertyValue("--" + name).trim();
    }
    Object.assign(this, this.dark.matches ? DARK : LIGHT);
    const family = getComputedStyle(document.body).fontFamily;
    this.font = "12px " + family;
    this.labelFont = "13px " + family;
    this.smallFont = "11px " + family;
  }

  /** The width of what is drawn for runs that are shorter, in pixels. */
  get cell() {
    return devicePixelRatio >= 1.5 ? 1.5 : 2;
  }

  color(row) {
    return this.rows[row % this.rows.length];
  }
}

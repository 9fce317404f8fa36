// SPDX-License-Identifier: BSD-3-Clause
// Which part of which time is shown.

const MARGIN = 0.03; // of what is shown, beyond the first and the last
const GLIDE_MILLIS = 160;

class View {
  constructor(recording, changed) {
    this.recording = recording;
    this.changed = changed;
    this.clock = recording.simulated;
    this.width = 1;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.show(-Infinity, Infinity);
  }

  /** Pixels a nanosecond. */
  get scale() {
    return this.width / this.span;
  }

  get end() {
    return this.start + this.span;
  }

  x(position) {
    return (position - this.start) * this.scale;
  }

  position(x) {
    return this.start + x / this.scale;
  }

  /** Not closer than floating point can tell apart, nor than a few nanoseconds. */
  get closest() {
    return Math.max(20, this.clock.length * 2 ** -40);
  }

  get widest() {
    return Math.max(this.clock.length * (1 + 2 * MARGIN), this.closest);
  }

  /** Where a wish ends up: within the recording. */
  fitted(start, end) {
    const { widest, closest } = this;
    const wished = Math.min(Math.max(end - start, closest), widest);
    const span = Number.isNaN(wished) ? widest : wished;
    const slack = span * MARGIN;
    const last = Math.max(this.clock.length + slack - span, -slack);
    const middle = Number.isFinite(start + end) ? (start + end) / 2 : this.clock.length / 2;
    return { start: Math.min(Math.max(middle - span / 2, -slack), last), span };
  }

  /** Shows from one position to another. */
  show(start, end) {
    Object.assign(this, this.fitted(start, end));
    this.target = null;
    this.changed();
  }

  /** The same, so that the eye can follow. */
  glide(start, end) {
    if (this.calm.matches) {
      this.show(start, end);
      return;
    }
    this.target = { from: { start: this.start, span: this.span }, to: this.fitted(start, end), begun: null };
    this.changed();
  }

  /** Called before each picture; whether there is more to come. */
  step(now) {
    if (this.target === null) {
      return false;
    }
    const { from, to } = this.target;
    this.target.begun ??= now;
    const part = Math.min(1, (now - this.target.begun) / GLIDE_MILLIS);
    if (part === 1) {
      Object.assign(this, to);
      this.target = null;
      return false;
    }
    const eased = part * (2 - part);
    this.span = from.span * (to.span / from.span) ** eased;
    // Interpolated like the span, so that what lies in the same place in both stays there.
    const done = from.span === to.span ? eased : (this.span - from.span) / (to.span - from.span);
    this.start = from.start + (to.start - from.start) * done;
    return true;
  }

  /** What is shown, or is about to be. */
  get goal() {
    return this.target?.to ?? this;
  }

  /** Zooms around a position. */
  zoom(factor, around, gliding) {
    const { start, span } = this.goal;
    const wished = Math.min(Math.max(span * factor, this.closest), this.widest);
    const begin = around - ((around - start) / span) * wished;
    if (gliding) {
      this.glide(begin, begin + wished);
    } else {
      this.show(begin, begin + wished);
    }
  }

  zoomMiddle(factor) {
    const { start, span } = this.goal;
    this.zoom(factor, start + span / 2, true);
  }

  /** Moves by a part of what is shown. */
  move(part) {
    const { start, span } = this.goal;
    this.glide(start + part * span, start + (1 + part) * span);
  }

  /** Brings a position into view, if it is not. */
  reveal(from, to) {
    const { start, span } = this.goal;
    if (from < start || to > start + span) {
      const wanted = Math.max(span, (to - from) * 1.2);
      const middle = (from + to) / 2;
      this.glide(middle - wanted / 2, middle + wanted / 2);
    }
  }

  /** Shows the same happenings along the other time. */
  switchTo(clock) {
    const { start, span } = this.goal;
    const place = (position) => this.recording.translate(position, this.clock, clock);
    const whole = span >= this.clock.length;
    const [from, to] = whole ? [-Infinity, Infinity] : [place(start), place(start + span)];
    this.clock = clock;
    this.show(from, to);
  }
}

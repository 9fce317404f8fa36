// SPDX-License-Identifier: BSD-3-Clause
// Simulated against real time: the steeper, the faster the simulation went.

const STRETCHES = 300; // equal parts of real time whose speed is looked at
const SLOW = 10; // times slower than the whole run: worth a colour
const EDGE_RIGHT = 16, EDGE_TOP = 12, EDGE_BOTTOM = 26;

class Speed {
  constructor(recording, view, theme) {
    this.recording = recording;
    this.view = view;
    this.theme = theme;
    this.stretches = this.measure();
  }

  /** How far simulated time got in each stretch. */
  measure() {
    const { simulated, real } = this.recording;
    const size = real.length / STRETCHES;
    const reached = Array.from({ length: STRETCHES + 1 }, (_, i) => this.recording.translate(i * size, real, simulated));
    const usual = simulated.length / STRETCHES;
    return reached.slice(1).map((end, i) => (end - reached[i]) / usual);
  }

  /** The longest time during which the simulation was slow: what went on then; null if it never was. */
  slowest() {
    let best = null;
    for (let i = 0; i < STRETCHES; i++) {
      let end = i;
      while (end < STRETCHES && this.stretches[end] < 1 / SLOW) {
        end++;
      }
      if (end > i && (best === null || end - i > best.end - best.begin)) {
        best = { begin: i, end };
      }
      i = Math.max(i, end);
    }
    return best === null || this.recording.count === 0 ? null : this.describe(best);
  }

  describe({ begin, end }) {
    const { simulated, real, rowOf } = this.recording;
    const size = real.length / STRETCHES;
    const [from, to] = [begin * size, end * size];
    const held = new Float64Array(this.recording.rows.length);
    for (let run = firstWhere(rowOf.length, (k) => real.to[k] >= from); run < rowOf.length && real.from[run] < to; run++) {
      held[rowOf[run]] += Math.max(0, Math.min(real.to[run], to) - Math.max(real.from[run], from));
    }
    const row = held.reduce((most, time, candidate) => (time > held[most] ? candidate : most), 0);
    const passed = this.recording.translate(to, real, simulated) - this.recording.translate(from, real, simulated);
    return { from, to, passed, row, part: held[row] / (to - from) };
  }

  /** The curve begins at `left`, as the rows do. */
  resize(width, height, left) {
    this.left = left;
    this.width = width;
    this.height = height;
  }

  get plotWidth() {
    return Math.max(1, this.width - this.left - EDGE_RIGHT);
  }

  get plotHeight() {
    return Math.max(1, this.height - EDGE_TOP - EDGE_BOTTOM);
  }

  x(real) {
    return this.left + (real / this.recording.real.length) * this.plotWidth;
  }

  y(simulated) {
    return EDGE_TOP + (1 - simulated / this.recording.simulated.length) * this.plotHeight;
  }

  /** The nearest place on the plot. */
  within(x) {
    return Math.min(Math.max(this.left, x), this.left + this.plotWidth);
  }

  real(x) {
    return ((this.within(x) - this.left) / this.plotWidth) * this.recording.real.length;
  }

  /** The same moment on the clock that is shown above. */
  position(x) {
    return this.recording.translate(this.real(x), this.recording.real, this.view.clock);
  }

  /** A position on the clock that is shown, as a point on the curve. */
  point(position) {
    const { recording, view } = this;
    const within = Math.min(Math.max(0, position), view.clock.length);
    const on = (clock) => (clock === view.clock ? within : recording.translate(within, view.clock, clock));
    return [this.x(on(recording.real)), this.y(on(recording.simulated))];
  }

  draw(context) {
    const { theme, width, height } = this;
    context.fillStyle = theme.raised;
    context.fillRect(0, 0, width, height);
    this.drawSlow(context);
    this.drawAxes(context);
    this.drawTitles(context);
    this.drawCurve(context);
  }

  drawSlow(context) {
    const size = this.recording.real.length / STRETCHES;
    context.fillStyle = this.theme.slow;
    this.stretches.forEach((speed, i) => {
      if (speed < 1 / SLOW) {
        const x = Math.floor(this.x(i * size));
        context.globalAlpha = speed < 1 / (SLOW * SLOW) ? 0.24 : 0.12;
        context.fillRect(x, EDGE_TOP, Math.floor(this.x((i + 1) * size)) - x, this.plotHeight);
      }
    });
    context.globalAlpha = 1;
  }

  drawAxes(context) {
    const { theme, recording } = this;
    context.font = theme.font;
    context.textBaseline = "middle";
    context.textAlign = "center";
    for (const { position, label } of ticks(recording.real, 0, recording.real.length, this.plotWidth).list) {
      const x = Math.round(this.x(position));
      context.fillStyle = theme.hair;
      context.fillRect(x, EDGE_TOP, 1, this.plotHeight + 4);
      context.fillStyle = theme.dim;
      context.fillText(label, Math.min(x, this.width - 24), this.height - EDGE_BOTTOM / 2 + 1);
    }
    context.textAlign = "right";
    for (const { position, label } of ticks(recording.simulated, 0, recording.simulated.length, this.plotHeight * 2.4).list) {
      const y = Math.round(this.y(position));
      context.fillStyle = theme.hair;
      context.fillRect(this.left - 4, y, this.plotWidth + 4, 1);
      context.fillStyle = theme.dim;
      context.fillText(label, this.left - 8, Math.max(y, 9), this.left - 12);
    }
  }

  drawTitles(context) {
    const { theme, left, width, height } = this;
    context.font = theme.font;
    context.fillStyle = theme.dim;
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.fillText("simulated time", left + 10, EDGE_TOP + 11);
    context.textAlign = "right";
    context.fillText("real time", width - EDGE_RIGHT - 10, height - EDGE_BOTTOM - 11);
  }

  /** Around the part of the curve that is shown above; null if that is everything. */
  window() {
    const { view } = this;
    if (view.span >= view.clock.length) {
      return null;
    }
    const [left, bottom] = this.point(view.start);
    const [right, top] = this.point(view.end);
    return { left: left - 2, top: top - 2, width: right - left + 4, height: bottom - top + 4 };
  }

  drawCurve(context) {
    const { recording, theme } = this;
    const { simulated, real } = recording;
    context.strokeStyle = theme.ink;
    context.lineWidth = 1.6;
    context.lineJoin = "round";
    context.beginPath();
    context.moveTo(this.x(0), this.y(0));
    for (let run = 0; run < recording.count; ) {
      const x = this.x(real.from[run]);
      context.lineTo(x, this.y(simulated.from[run]));
      context.lineTo(this.x(real.to[run]), this.y(simulated.to[run]));
      // Of all that begin in this half of a pixel, the last one says where it ended.
      const next = firstWhere(recording.count, (k) => this.x(real.from[k]) >= x + 0.5, run + 1);
      if (next - 1 > run) {
        context.lineTo(this.x(real.from[next - 1]), this.y(simulated.from[next - 1]));
      }
      run = next;
    }
    context.lineTo(this.x(real.length), this.y(simulated.length));
    context.stroke();
  }
}

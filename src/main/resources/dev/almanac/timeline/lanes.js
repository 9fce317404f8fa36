// SPDX-License-Identifier: BSD-3-Clause
// The rows: who ran when. Draws what is visible, and of what shares a pixel only how much it is.

const AXIS_HEIGHT = 30;
const LEAST_ROW = 17;
const TALLEST_ROW = 84;
const LEVELS = [0.74, 0.81, 0.87, 0.94, 1]; // opacity by the number of runs in a pixel: 1, 4, 16...
const REACH = 5; // pixels from which something can be pointed at

class Lanes {
  constructor(recording, view, theme) {
    this.recording = recording;
    this.view = view;
    this.theme = theme;
    this.top = 0; // how far the rows are scrolled
    this.selectedRow = -1;
    this.selectedRun = -1;
    this.sought = null; // a time that was searched for
    this.lit = null; // rows that the search is about; the others are dimmed
  }

  resize(width, height, context) {
    context.font = this.theme.labelFont;
    const names = this.recording.rows.map((row) => context.measureText(row.name).width);
    this.gutter = Math.round(Math.min(Math.max(90, names.reduce((a, b) => Math.max(a, b), 0) + 74), width * 0.3));
    this.width = width;
    this.height = height;
    const rows = Math.max(1, this.recording.rows.length);
    this.rowHeight = Math.max(LEAST_ROW, Math.min(TALLEST_ROW, Math.floor((height - AXIS_HEIGHT - 6) / rows)));
    this.scroll(0);
  }

  get overflow() {
    return Math.max(0, this.recording.rows.length * this.rowHeight - (this.height - AXIS_HEIGHT));
  }

  scroll(pixels) {
    this.top = Math.min(Math.max(0, this.top + pixels), this.overflow);
  }

  revealRow(row) {
    const above = row * this.rowHeight - this.top;
    const below = above + this.rowHeight - (this.height - AXIS_HEIGHT);
    this.scroll(above < 0 ? above : Math.max(0, below));
  }

  x(position) {
    return this.gutter + this.view.x(position);
  }

  position(x) {
    return this.view.position(x - this.gutter);
  }

  y(row) {
    return AXIS_HEIGHT + row * this.rowHeight - this.top;
  }

  rowAt(y) {
    const row = Math.floor((y - AXIS_HEIGHT + this.top) / this.rowHeight);
    return y < AXIS_HEIGHT || row >= this.recording.rows.length ? -1 : row;
  }

  /** Below the last row. */
  get bottom() {
    return Math.min(this.height, this.y(this.recording.rows.length));
  }

  /** Where a row's bars are; above and below is room for marks. */
  bar(row) {
    const height = Math.max(7, Math.round(Math.min(this.rowHeight * 0.5, 30)));
    return { top: Math.round(this.y(row) + (this.rowHeight - height) / 2), height };
  }

  visibleRows() {
    const rows = [];
    const first = Math.floor(this.top / this.rowHeight);
    const last = Math.min(this.recording.rows.length - 1, Math.floor((this.top + this.height - AXIS_HEIGHT) / this.rowHeight));
    for (let row = first; row <= last; row++) {
      rows.push(row);
    }
    return rows;
  }

  draw(context) {
    const { theme, width, height, gutter } = this;
    context.fillStyle = theme.raised;
    context.fillRect(0, 0, width, height);
    this.drawGrid(context);
    context.save();
    context.beginPath();
    context.rect(0, AXIS_HEIGHT, width, height - AXIS_HEIGHT);
    context.clip();
    const rows = this.visibleRows();
    rows.forEach((row) => this.drawBackground(context, row));
    context.save();
    context.beginPath();
    context.rect(gutter, AXIS_HEIGHT, width - gutter, height - AXIS_HEIGHT);
    context.clip();
    rows.forEach((row) => this.drawRuns(context, row));
    drawMarks(context, this, rows);
    this.drawSelection(context);
    this.drawSought(context);
    context.restore();
    rows.forEach((row) => this.drawName(context, row));
    this.drawScrollBar(context);
    context.restore();
  }

  drawGrid(context) {
    const { theme, view, gutter, width } = this;
    const { list, anchor } = ticks(view.clock, view.start, view.span, view.width);
    context.font = theme.font;
    context.textBaseline = "middle";
    context.textAlign = "center";
    for (const { position, label } of list) {
      const x = Math.round(this.x(position));
      context.fillStyle = theme.hair;
      context.fillRect(x, AXIS_HEIGHT - 5, 1, this.bottom - AXIS_HEIGHT + 4);
      const half = context.measureText(label).width / 2;
      if (x - half > gutter && x + half < width - 4) {
        context.fillStyle = theme.dim;
        context.fillText(label, x, AXIS_HEIGHT / 2 - 1);
      }
    }
    context.fillStyle = theme.hair;
    context.fillRect(0, AXIS_HEIGHT - 1, width, 1);
    context.textAlign = "left";
    context.fillStyle = theme.ink;
    context.fillText(anchor ?? (view.clock.name === "real" ? "real time" : "simulated time"), 12, AXIS_HEIGHT / 2 - 1, gutter - 16);
  }

  drawBackground(context, row) {
    const { theme, width, gutter, rowHeight } = this;
    const y = Math.round(this.y(row));
    if (row === this.selectedRow) {
      context.fillStyle = theme.select;
      context.fillRect(0, y, width, rowHeight);
    }
    context.fillStyle = theme.hair;
    context.fillRect(0, y + rowHeight - 1, width, 1);
    const { started, ended } = this.recording.lives[row];
    const from = started < 0 ? gutter : Math.max(gutter, this.x(this.view.clock.marks[started]));
    const to = ended < 0 ? width : Math.min(width, this.x(this.view.clock.marks[ended]));
    if (to > from) {
      context.fillStyle = theme.lifeline;
      context.fillRect(from, Math.round(y + rowHeight / 2) - 0.5, to - from, 1);
    }
  }

  /** The first run of a row that has not ended before a position. */
  firstRun(list, position) {
    const { free } = this.view.clock;
    return firstWhere(list.length, (i) => free[list[i]] >= position);
  }

  drawRuns(context, row) {
    const { view, width } = this;
    const { from, free } = view.clock;
    const list = this.recording.runsOf[row];
    const { top, height } = this.bar(row);
    const { cell } = this.theme;
    const dimmed = this.lit !== null && !this.lit.has(row) ? 0.18 : 1;
    context.fillStyle = this.theme.color(row);
    const pending = { x: 0, end: 0, level: -1 }; // neighbours of the same level are drawn at once
    const flush = () => {
      if (pending.level >= 0) {
        context.globalAlpha = LEVELS[pending.level] * dimmed;
        context.fillRect(pending.x, top, pending.end - pending.x, height);
        pending.level = -1;
      }
    };
    for (let i = this.firstRun(list, view.start); i < list.length; ) {
      if (this.x(from[list[i]]) > width) {
        break;
      }
      const { left, right, next } = this.block(list, i);
      const level = right - left > cell ? LEVELS.length - 1 : Math.min(LEVELS.length - 1, (31 - Math.clz32(next - i)) >> 1);
      const freeEnd = this.x(free[list[next - 1]]);
      if (freeEnd > right + 0.5) {
        flush();
        context.globalAlpha = 0.17 * dimmed;
        context.fillRect(right, top, Math.min(freeEnd, width) - right, height);
      }
      if (pending.level === level && left <= pending.end + 0.01) {
        pending.end = Math.max(pending.end, right);
      } else {
        flush();
        Object.assign(pending, { x: left, end: right, level });
      }
      i = next;
    }
    flush();
    context.globalAlpha = 1;
  }

  /** What is drawn as one, from the i-th run on: that run if it is wide enough, else all in its cell. */
  block(list, i) {
    const { from, to } = this.view.clock;
    const { cell } = this.theme;
    const begin = this.x(from[list[i]]);
    const end = this.x(to[list[i]]);
    if (end - begin > cell) {
      return { left: begin, right: end, next: i + 1 };
    }
    const left = Math.floor(begin / cell) * cell;
    const right = left + cell;
    const next = this.nextBeyond(list, i, this.position(right));
    const lastReachesOut = next > i + 1 && this.x(to[list[next - 1]]) > right;
    return { left, right, next: lastReachesOut ? next - 1 : next };
  }

  /** The first run after the i-th that begins at a position or later: near mostly, so look there first. */
  nextBeyond(list, i, position) {
    const { from } = this.view.clock;
    let step = 1;
    while (i + step < list.length && from[list[i + step]] < position) {
      step *= 2;
    }
    const low = i + (step >> 1);
    return Math.max(i + 1, firstWhere(Math.min(i + step, list.length), (k) => from[list[k]] >= position, low));
  }

  drawSelection(context) {
    const run = this.selectedRun;
    if (run < 0) {
      return;
    }
    const { top, height } = this.bar(this.recording.rowOf[run]);
    const x = this.x(this.view.clock.from[run]);
    const width = Math.max(2, this.x(this.view.clock.to[run]) - x);
    context.strokeStyle = this.theme.ink;
    context.lineWidth = 1.5;
    context.strokeRect(x - 2.5, top - 2.5, width + 5, height + 5);
  }

  drawSought(context) {
    if (this.sought !== null && this.sought.clock === this.view.clock) {
      context.fillStyle = this.theme.accent;
      context.fillRect(Math.round(this.x(this.sought.position)) - 0.5, AXIS_HEIGHT, 2, this.bottom - AXIS_HEIGHT);
    }
  }

  drawName(context, row) {
    const { theme, gutter, rowHeight, recording } = this;
    const middle = this.y(row) + rowHeight / 2;
    context.globalAlpha = this.lit !== null && !this.lit.has(row) ? 0.35 : 1;
    context.fillStyle = theme.color(row);
    context.fillRect(12, middle - 4, 8, 8);
    context.font = theme.labelFont;
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.fillStyle = theme.ink;
    context.fillText(recording.rows[row].name, 28, middle, gutter - 68);
    context.font = theme.smallFont;
    context.textAlign = "right";
    context.fillStyle = theme.dim;
    context.fillText(share(recording.held[row] / recording.real.length), gutter - 10, middle);
    context.globalAlpha = 1;
  }

  drawScrollBar(context) {
    if (this.overflow > 0) {
      const room = this.height - AXIS_HEIGHT;
      const size = Math.max(24, (room * room) / (room + this.overflow));
      context.fillStyle = this.theme.dim;
      context.globalAlpha = 0.5;
      context.fillRect(this.width - 6, AXIS_HEIGHT + (this.top / this.overflow) * (room - size), 4, size);
      context.globalAlpha = 1;
    }
  }

  /** What is at a point: a row's name, a mark, or the runs that share it; null if there is nothing. */
  at(x, y) {
    const row = this.rowAt(y);
    if (row < 0) {
      return null;
    }
    if (x < this.gutter) {
      return { row };
    }
    const marks = markAt(this, row, x, y);
    return marks ?? this.runsAt(row, x);
  }

  runsAt(row, x) {
    const { from, free } = this.view.clock;
    const list = this.recording.runsOf[row];
    const first = this.firstRun(list, this.position(x - REACH));
    let found = null;
    for (let i = first; i < list.length && this.x(from[list[i]]) <= x + REACH; ) {
      const { left, right, next } = this.block(list, i);
      const distance = Math.max(left - x, x - right, 0);
      if (found === null || distance < found.distance) {
        found = { distance, runs: [i, next] };
      }
      i = next;
    }
    const isNear = found !== null && (found.distance <= REACH || this.x(free[list[found.runs[1] - 1]]) >= x);
    return isNear ? { row, runs: found.runs } : null;
  }
}

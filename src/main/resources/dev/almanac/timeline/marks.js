// SPDX-License-Identifier: BSD-3-Clause
// What happened at a moment: frames, broadcasts, comings and goings.

const GLYPH = 4; // half the width of one
const CROWDED = 2.5 * GLYPH; // closer than that, frames are drawn as strokes
const LOW_ROW = 26; // pixels; and in rows that are lower
const MANY_BROADCASTS = 24; // from there on their lines grow paler
const LINKS = 400; // more lines between rows than that would be a thicket

function drawMarks(context, lanes, rows) {
  drawBroadcasts(context, lanes);
  drawLinks(context, lanes);
  rows.forEach((row) => {
    drawFrames(context, lanes, row, SENT);
    drawFrames(context, lanes, row, DELIVERED);
    drawLife(context, lanes, row);
  });
}

/** The part of a sorted list of marks that is visible. */
function visibleMarks(lanes, list) {
  const { marks } = lanes.view.clock;
  const slack = GLYPH / lanes.view.scale;
  const first = firstWhere(list.length, (i) => marks[list[i]] >= lanes.view.start - slack);
  const last = firstWhere(list.length, (i) => marks[list[i]] > lanes.view.end + slack, first);
  return [first, last];
}

function markY(lanes, row, kind) {
  const { top, height } = lanes.bar(row);
  const distance = lanes.rowHeight < LOW_ROW ? 3 : GLYPH + 1.5;
  return kind === SENT ? top - distance : top + height + distance;
}

function dimming(lanes, row) {
  return lanes.lit !== null && !lanes.lit.has(row) ? 0.2 : 1;
}

/** Triangles: upwards above the bar for sent, downwards below it for received. */
function drawFrames(context, lanes, row, kind) {
  const { recording, theme } = lanes;
  const list = recording.frames[kind][row];
  const { marks } = lanes.view.clock;
  const [first, last] = visibleMarks(lanes, list);
  const y = markY(lanes, row, kind);
  const up = kind === SENT ? 1 : -1;
  context.fillStyle = theme.frame;
  context.globalAlpha = dimming(lanes, row);
  context.beginPath();
  const stroke = lanes.rowHeight < LOW_ROW ? 1.5 : 3;
  let previous = -Infinity;
  for (let i = first; i < last; ) {
    const x = lanes.x(marks[list[i]]);
    const next = firstWhere(last, (k) => lanes.x(marks[list[k]]) >= x + 1, i + 1);
    const following = next < last ? lanes.x(marks[list[next]]) : Infinity;
    if (x - previous > CROWDED && following - x > CROWDED && lanes.rowHeight >= LOW_ROW) {
      context.moveTo(x - GLYPH, y + up * GLYPH * 0.8);
      context.lineTo(x + GLYPH, y + up * GLYPH * 0.8);
      context.lineTo(x, y - up * GLYPH * 0.8);
    } else {
      context.fillRect(Math.round(x), y - stroke, 1, 2 * stroke);
    }
    previous = x;
    i = next;
  }
  context.fill();
  context.globalAlpha = 1;
}

/** A line from where a frame was sent to where it was received, while they can be told apart. */
function drawLinks(context, lanes) {
  const { recording, theme, view } = lanes;
  const { marks } = view.clock;
  const list = recording.deliveries;
  const [first, last] = visibleMarks(lanes, list);
  if (last - first > LINKS) {
    return;
  }
  context.lineWidth = 1;
  for (let i = first; i < last; i++) {
    const received = list[i];
    const sent = recording.peer[received];
    if (sent < 0 || lanes.x(marks[received]) - lanes.x(marks[sent]) < 6) {
      continue;
    }
    const [from, to] = [recording.markRow[sent], recording.markRow[received]];
    if (from < 0 || to < 0 || from === to) {
      continue;
    }
    const [x0, x1] = [lanes.x(marks[sent]), lanes.x(marks[received])];
    const [y0, y1] = [markY(lanes, from, SENT), markY(lanes, to, DELIVERED)];
    const bend = Math.min(60, (x1 - x0) / 2);
    context.strokeStyle = theme.color(from);
    context.globalAlpha = 0.45 * dimming(lanes, from) * dimming(lanes, to);
    context.beginPath();
    context.moveTo(x0, y0);
    context.bezierCurveTo(x0 + bend, y0, x1 - bend, y1, x1, y1);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** A line through all rows, with a diamond at who sent it. */
function drawBroadcasts(context, lanes) {
  const { recording, theme } = lanes;
  const { marks } = lanes.view.clock;
  const list = recording.broadcasts;
  const [first, last] = visibleMarks(lanes, list);
  context.fillStyle = theme.ink;
  const strength = 0.28 * Math.min(1, MANY_BROADCASTS / (last - first));
  const size = Math.min(6, lanes.rowHeight / 3.4);
  for (let i = first; i < last; ) {
    const x = lanes.x(marks[list[i]]);
    context.globalAlpha = strength;
    context.fillRect(Math.round(x), AXIS_HEIGHT, 1, lanes.bottom - AXIS_HEIGHT);
    const { top, height: tall } = lanes.bar(recording.markRow[list[i]]);
    const y = top + tall / 2;
    context.globalAlpha = dimming(lanes, recording.markRow[list[i]]);
    context.beginPath();
    context.moveTo(x, y - size);
    context.lineTo(x + size - 1, y);
    context.lineTo(x, y + size);
    context.lineTo(x - size + 1, y);
    context.fill();
    i = firstWhere(last, (k) => lanes.x(marks[list[k]]) >= x + 1, i + 1);
  }
  context.globalAlpha = 1;
}

function drawLife(context, lanes, row) {
  const { recording, theme } = lanes;
  const { started, ended } = recording.lives[row];
  const { top, height } = lanes.bar(row);
  const middle = top + height / 2;
  context.lineWidth = 1.6;
  context.globalAlpha = dimming(lanes, row);
  if (started >= 0) {
    context.strokeStyle = theme.dim;
    context.fillStyle = theme.raised;
    context.beginPath();
    context.arc(lanes.x(lanes.view.clock.marks[started]), middle, Math.min(4, height / 2.4), 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
  if (ended >= 0) {
    const x = lanes.x(lanes.view.clock.marks[ended]);
    const evicted = recording.kindOf[ended] === EVICTED;
    context.strokeStyle = evicted ? theme.bad : theme.dim;
    context.beginPath();
    if (evicted) {
      context.lineWidth = 2.4;
      context.moveTo(x - 5, middle - 5);
      context.lineTo(x + 5, middle + 5);
      context.moveTo(x + 5, middle - 5);
      context.lineTo(x - 5, middle + 5);
    } else {
      context.moveTo(x, top - 1);
      context.lineTo(x, top + height + 1);
    }
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** The mark at a point of a row, with how many share its place; null if there is none. */
function markAt(lanes, row, x, y) {
  const { recording } = lanes;
  const { top, height } = lanes.bar(row);
  const { marks } = lanes.view.clock;
  const wanted = (mark) => {
    const kind = recording.kindOf[mark];
    return kind === SENT ? y < top : kind === DELIVERED ? y > top + height : true;
  };
  const list = recording.marksOf[row];
  const first = firstWhere(list.length, (i) => lanes.x(marks[list[i]]) >= x - REACH);
  const last = firstWhere(list.length, (i) => lanes.x(marks[list[i]]) > x + REACH, first);
  const near = Array.from(list.subarray(first, last)).filter(wanted);
  if (near.length === 0) {
    return null;
  }
  const distance = (mark) => Math.abs(lanes.x(marks[mark]) - x);
  const nearest = near.reduce((best, mark) => (distance(mark) < distance(best) ? mark : best));
  return { row, mark: nearest, others: near.length - 1 };
}

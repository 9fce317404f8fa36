// SPDX-License-Identifier: BSD-3-Clause
// Finding participants and times.

/** What a text means: rows, or a time; null if neither. An ID is written as a number, 7 or 0x7. */
function lookUp(recording, text) {
  const query = text.trim().toLowerCase();
  if (query === "") {
    return null;
  }
  const id = /^(0x[0-9a-f]+|[0-9]+)$/.test(query) ? BigInt(query) : null;
  const exact = recording.rows.flatMap(({ id: own }, row) => (own !== null && BigInt(own) === id ? [row] : []));
  if (exact.length > 0) {
    return { rows: exact };
  }
  const time = parseTime(query);
  if (time !== null) {
    return { time };
  }
  const named = recording.rows.flatMap(({ name }, row) => (name.toLowerCase().includes(query) ? [row] : []));
  return named.length > 0 ? { rows: named } : null;
}

class Search {
  constructor(recording, view, lanes, say) {
    this.recording = recording;
    this.view = view;
    this.lanes = lanes;
    this.say = say;
    this.sought = "";
    this.visits = -1;
  }

  clear() {
    this.sought = "";
    this.lanes.lit = null;
    this.lanes.sought = null;
    this.say("");
  }

  /** Dims all that a text is not about, while it is typed. */
  preview(text) {
    const found = lookUp(this.recording, text);
    this.lanes.lit = found?.rows ? new Set(found.rows) : null;
    this.lanes.sought = null;
    this.sought = "";
    this.say("");
  }

  /** Goes to what a text means; again, to the next or previous of these. */
  find(text, step) {
    const found = lookUp(this.recording, text);
    if (found === null) {
      this.clear();
      this.say(text.trim() === "" ? "" : "no such participant, nor a time like 1.5s, 250ms, 10ns");
      return;
    }
    this.visits = this.sought === text ? this.visits + step : 0;
    this.sought = text;
    if (found.rows) {
      this.toRow(found.rows);
    } else {
      this.toTime(found.time);
    }
  }

  toRow(rows) {
    const turn = ((this.visits % rows.length) + rows.length) % rows.length;
    const row = rows[turn];
    this.lanes.lit = new Set(rows);
    this.lanes.selectedRow = row;
    this.lanes.revealRow(row);
    if (rows.length > 1) {
      this.say(`${counted(turn + 1)} of ${counted(rows.length)} participants`);
      return;
    }
    const list = this.recording.runsOf[row];
    if (list.length === 0) {
      this.say("it never ran");
      return;
    }
    const { from } = this.view.clock;
    if (this.visits === 0) {
      // What is in view, or comes next.
      this.origin = firstWhere(list.length - 1, (i) => from[list[i]] >= this.view.goal.start);
    }
    const index = (((this.origin + this.visits) % list.length) + list.length) % list.length;
    this.lanes.selectedRun = list[index];
    this.view.reveal(from[list[index]], this.view.clock.to[list[index]]);
    this.say(`run ${counted(index + 1)} of ${counted(list.length)}`);
  }

  toTime(time) {
    const { clock } = this.view;
    const position = clock.position(time);
    this.lanes.lit = null;
    if (position < 0 || position > clock.length) {
      this.lanes.sought = null;
      this.say("outside of the recording");
      return;
    }
    this.lanes.sought = { clock, position };
    const { start, span } = this.view.goal;
    const wanted = span >= clock.length ? span / 20 : span;
    this.view.glide(position - wanted / 2, position + wanted / 2);
    this.say(`${moment(clock.show(time))}, ${clock.name} time`);
  }
}

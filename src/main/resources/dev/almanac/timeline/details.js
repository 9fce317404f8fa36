// SPDX-License-Identifier: BSD-3-Clause
// What the tooltip says, with exact times.

const MARK_NAMES = ["frame sent", "frame received", "broadcast", "starts", "leaves", "evicted"];

/** What something is: a row, a heading, and pairs of a name and a value. */
function describe(recording, clock, found) {
  if (found.runs === undefined && found.mark === undefined) {
    return describeRow(recording, found.row);
  }
  if (found.mark !== undefined) {
    return describeMark(recording, found);
  }
  const list = recording.runsOf[found.row];
  const [first, next] = found.runs;
  return next - first === 1 ? describeRun(recording, list[first], first) : describeRuns(recording, clock, found);
}

function describeRow(recording, row) {
  const { id, name } = recording.rows[row];
  const held = recording.runsOf[row].reduce((sum, run) => sum + recording.real.exactTo[run] - recording.real.exactFrom[run], 0n);
  const [sent, received] = recording.frames.map((of) => of[row].length);
  const lines = [
    ["ID", id ?? "none"],
    ["runs", counted(recording.runsOf[row].length)],
    ["held the floor for", duration(held)],
    ["of the real time", share(recording.held[row] / recording.real.length)],
  ];
  if (sent + received > 0) {
    lines.push(["frames sent", counted(sent)], ["frames received", counted(received)]);
  }
  return { row, heading: name, lines };
}

function describeRun(recording, run, ordinal) {
  const { simulated, real } = recording;
  const row = recording.rowOf[run];
  const lines = [
    ["simulated", moment(simulated.show(simulated.exactFrom[run]))],
    ["real", moment(real.exactFrom[run])],
    ["held for", duration(real.exactTo[run] - real.exactFrom[run])],
  ];
  const told = simulated.exactTo[run] - simulated.exactFrom[run];
  const free = simulated.exactFree[run] - simulated.exactFrom[run];
  if (told > 0n) {
    lines.splice(1, 0, ["went on by", duration(told)]);
  }
  if (free > told) {
    lines.splice(told > 0n ? 2 : 1, 0, ["free to go on by", duration(free)]);
  }
  const of = counted(ordinal + 1) + " of " + counted(recording.runsOf[row].length);
  return { row, heading: recording.rows[row].name + ", run " + of, lines };
}

function describeRuns(recording, clock, { row, runs: [first, next] }) {
  const list = recording.runsOf[row];
  const [a, b] = [list[first], list[next - 1]];
  const { simulated, real } = recording;
  let held = 0n;
  for (let i = first; i < next; i++) {
    held += real.exactTo[list[i]] - real.exactFrom[list[i]];
  }
  const lines = [
    ["first, simulated", moment(simulated.show(simulated.exactFrom[a]))],
    ["last", moment(simulated.show(simulated.exactFrom[b]))],
    ["first, real", moment(real.exactFrom[a])],
    ["last", moment(real.exactFrom[b])],
    ["held for", duration(held)],
  ];
  return { row, heading: recording.rows[row].name + ", " + counted(next - first) + " runs", lines };
}

function describeMark(recording, { row, mark, others }) {
  const { simulated, real } = recording;
  const kind = recording.kindOf[mark];
  const peer = recording.peer[mark];
  const lines = [
    ["simulated", moment(simulated.show(simulated.exactMarks[mark]))],
    ["real", moment(real.exactMarks[mark])],
  ];
  if (kind === SENT || kind === DELIVERED) {
    lines.push(["length", counted(recording.value[mark]) + " bytes"]);
  }
  if (kind === DELIVERED && peer >= 0) {
    lines.push(["from", recording.rows[recording.markRow[peer]]?.name ?? "?"]);
    lines.push(["on its way for", duration(simulated.exactMarks[mark] - simulated.exactMarks[peer])]);
  }
  if (kind === BROADCAST) {
    lines.push(["value", "0x" + BigInt.asUintN(64, recording.value[mark]).toString(16)]);
  }
  if (others > 0) {
    lines.push(["and here too", counted(others) + (others === 1 ? " more" : " more marks")]);
  }
  return { row, heading: recording.rows[row].name + ", " + MARK_NAMES[kind], lines };
}

class Tip {
  constructor(recording, theme) {
    this.recording = recording;
    this.theme = theme;
    this.element = document.getElementById("tip");
  }

  hide() {
    this.element.hidden = true;
  }

  /** Shows it beside a point of the window. */
  show({ row, heading, lines }, x, y) {
    const title = document.createElement("h3");
    const chip = document.createElement("i");
    chip.style.background = this.theme.color(row);
    title.append(chip, heading);
    const list = document.createElement("dl");
    for (const [name, value] of lines) {
      const term = document.createElement("dt");
      const data = document.createElement("dd");
      term.textContent = name;
      data.textContent = value;
      list.append(term, data);
    }
    this.element.replaceChildren(title, list);
    this.element.hidden = false;
    const { width, height } = this.element.getBoundingClientRect();
    const left = x + 16 + width > innerWidth ? x - 16 - width : x + 16;
    const top = y + 18 + height > innerHeight ? y - 12 - height : y + 18;
    this.element.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  }
}

/** The same in a sentence, for those who listen. */
function spoken({ heading, lines }) {
  return heading + ": " + lines.map(([name, value]) => name + " " + value).join(", ");
}

// SPDX-License-Identifier: BSD-3-Clause
// What happened: the numbers that Almanac embedded, exactly, and as positions to draw at.

const SENT = 0, DELIVERED = 1, BROADCAST = 2, STARTED = 3, LEFT = 4, EVICTED = 5;

/** Unpacks numbers of 64 bits: base64 of LEB128, seven bits a byte, the sign in the lowest. */
function unpack(text, count) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const numbers = new BigInt64Array(count);
  const halves = new Int32Array(numbers.buffer); // x86 and ARM: the low one first
  let at = 0;
  for (let i = 0; i < count; i++) {
    let low = 0, high = 0, shift = 0, bits;
    do {
      bits = bytes[at++];
      const seven = bits & 127;
      if (shift < 28) {
        low |= seven << shift;
      } else if (shift === 28) {
        low |= seven << 28;
        high = seven >>> 4;
      } else {
        high |= seven << (shift - 32);
      }
      shift += 7;
    } while (bits > 127);
    const sign = -(low & 1);
    halves[2 * i] = ((low >>> 1) | (high << 31)) ^ sign;
    halves[2 * i + 1] = (high >>> 1) ^ sign;
  }
  return numbers;
}

/** Replaces differences by sums; times wrap, as 64 bits do. */
function addUp(numbers) {
  for (let i = 1; i < numbers.length; i++) {
    numbers[i] += numbers[i - 1];
  }
  return numbers;
}

function plus(numbers, differences) {
  return numbers.map((number, i) => number + differences[i]);
}

const small = (numbers) => Int32Array.from(numbers, Number);

/** The first index in [0, length) for which reached(index) holds; length if none. */
function firstWhere(length, reached, from = 0) {
  let low = from, high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/**
 * One of the two kinds of time. Positions are nanoseconds since its beginning, as floating point:
 * good to draw and search with. What is shown as a number comes from the exact times.
 */
class Clock {
  constructor(name, begin, from, to, free, marks) {
    this.name = name;
    this.begin = BigInt.asUintN(64, begin);
    this.exactFrom = from;
    this.exactTo = to;
    this.exactFree = free;
    this.exactMarks = marks;
    this.from = this.positions(from);
    this.to = this.positions(to);
    this.free = free === to ? this.to : this.positions(free);
    this.marks = this.positions(marks);
    this.length = Math.max(1, this.free.at(-1) ?? 0, this.marks.at(-1) ?? 0);
  }

  positions(times) {
    const positions = new Float64Array(times.length);
    let latest = 0;
    for (let i = 0; i < times.length; i++) {
      latest = Math.max(latest, this.position(times[i]));
      positions[i] = latest;
    }
    return positions;
  }

  /** Where a time is. Times are compared as the calendar does it: by their difference, signed. */
  position(time) {
    return Number(BigInt.asIntN(64, time - this.begin));
  }

  /** The time at a position, unsigned; exact as far as floating point goes. */
  time(position) {
    return this.show(this.begin + BigInt(Math.round(position)));
  }

  show(time) {
    return BigInt.asUintN(64, time);
  }
}

/** Indices grouped by row, in order. */
function byRow(rowOf, rows) {
  const lists = Array.from({ length: rows }, () => []);
  rowOf.forEach((row, index) => lists[row]?.push(index));
  return lists.map((list) => Int32Array.from(list));
}

class Recording {
  constructor(data) {
    const { runs, marks } = data;
    const column = (of, name) => unpack(of[name], of.count);
    this.name = data.name;
    this.note = data.note;
    this.rows = data.rows;
    this.count = runs.count;
    this.rowOf = small(column(runs, "row"));
    const start = addUp(column(runs, "start"));
    const told = plus(start, column(runs, "told"));
    const free = plus(told, column(runs, "free"));
    const begun = addUp(column(runs, "begun"));
    const ended = plus(begun, column(runs, "held"));

    this.kindOf = small(column(marks, "kind"));
    this.markRow = small(column(marks, "row"));
    this.peer = small(column(marks, "peer"));
    this.value = column(marks, "value");
    const time = addUp(column(marks, "time"));
    const real = addUp(column(marks, "real"));

    const begin = (a, b) => (a.length === 0 ? b[0] : b.length === 0 || a[0] - b[0] <= 0n ? a[0] : b[0]) ?? 0n;
    this.simulated = new Clock("simulated", begin(start, time), start, told, free, time);
    this.real = new Clock("real", begin(begun, real), begun, ended, ended, real);
    this.runsOf = byRow(this.rowOf, this.rows.length);
    this.marksOf = byRow(this.markRow, this.rows.length);
    const isA = (kind) => (mark) => this.kindOf[mark] === kind;
    this.frames = [SENT, DELIVERED].map((kind) => this.marksOf.map((list) => list.filter(isA(kind))));
    const all = Int32Array.from(this.kindOf.keys());
    this.broadcasts = all.filter(isA(BROADCAST));
    this.deliveries = all.filter(isA(DELIVERED));
    this.held = this.runsOf.map((list) => list.reduce((sum, run) => sum + this.real.to[run] - this.real.from[run], 0));
    this.lives = this.marksOf.map((list) => this.life(list));
  }

  /** The marks with which a row begins and ends, -1 where there is none. */
  life(list) {
    const ends = (mark) => this.kindOf[mark] === LEFT || this.kindOf[mark] === EVICTED;
    return {
      started: list.find((mark) => this.kindOf[mark] === STARTED) ?? -1,
      ended: list.findLast(ends) ?? -1,
    };
  }

  get isEmpty() {
    return this.count === 0 && this.kindOf.length === 0;
  }

  clock(name) {
    return name === "real" ? this.real : this.simulated;
  }

  /** Where the same happening is on the other clock. */
  translate(position, from, to) {
    const next = firstWhere(this.count, (run) => from.from[run] >= position);
    // Corners of the curve around it: a run's beginning and its end.
    const corners = [[0, 0]];
    if (next > 0) {
      corners.push([from.from[next - 1], to.from[next - 1]], [from.to[next - 1], to.to[next - 1]]);
    }
    corners.push(next < this.count ? [from.from[next], to.from[next]] : [from.length, to.length]);
    const after = corners.findIndex(([x]) => x >= position);
    if (after <= 0) {
      return after === 0 ? 0 : to.length + position - from.length;
    }
    const [[x0, y0], [x1, y1]] = [corners[after - 1], corners[after]];
    return x1 === x0 ? y1 : y0 + ((y1 - y0) * (position - x0)) / (x1 - x0);
  }
}

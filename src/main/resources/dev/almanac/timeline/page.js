// SPDX-License-Identifier: BSD-3-Clause
// The page: what is drawn when, and what mouse and keys do.

const ZOOM_STEP = 1.6;

class Page {
  constructor(recording) {
    this.recording = recording;
    this.element = (id) => document.getElementById(id);
    this.waiting = false;
    const changed = () => this.redraw();
    this.theme = new Theme(() => this.resize());
    this.view = new View(recording, changed);
    this.lanes = new Lanes(recording, this.view, this.theme);
    this.speed = new Speed(recording, this.view, this.theme);
    this.tip = new Tip(recording, this.theme);
    this.search = new Search(recording, this.view, this.lanes, (text) => (this.element("found").textContent = text));
    this.tell();
    this.listen();
    const resized = new ResizeObserver(() => this.resize());
    document.querySelectorAll(".plot").forEach((plot) => resized.observe(plot));
  }

  /** The texts that do not change. */
  tell() {
    const { recording, element } = this;
    const { simulated, real } = recording;
    document.title = recording.name + " \u00b7 Almanac timeline";
    element("title").textContent = recording.name;
    const facts = [
      plural(recording.rows.length, "participant"),
      plural(recording.count, "run"),
      `${about(simulated.length)} simulated in ${about(real.length)}`,
      `${rate(simulated.length / real.length)} real time`,
    ];
    const frames = recording.frames[SENT].reduce((sum, list) => sum + list.length, 0);
    if (frames > 0) {
      facts.splice(2, 0, plural(frames, "frame"));
    }
    element("summary").textContent = recording.isEmpty ? "" : facts.join(" \u00b7 ");
    element("nothing").hidden = !recording.isEmpty;
    element("nothing").textContent = "Nothing happened in this recording.";
    element("note").hidden = recording.note === null;
    element("note").textContent = recording.note ?? "";
    element("legend-free").hidden = !simulated.free.some((end, run) => end > simulated.to[run]);
    const slowest = this.speed.slowest();
    if (slowest !== null) {
      const { from, to, passed, row, part } = slowest;
      element("slowest").hidden = false;
      element("slowest").textContent =
        `The longest slow stretch: ${about(to - from)} for ${about(passed)}, ` +
        `${recording.rows[row].name} held the floor for ${share(part)} of it.`;
      element("slowest").addEventListener("click", () => {
        const place = (position) => recording.translate(position, real, this.view.clock);
        this.view.glide(place(from), place(to));
      });
    }
  }

  listen() {
    const { element, view } = this;
    element("in").addEventListener("click", () => view.zoomMiddle(1 / ZOOM_STEP));
    element("out").addEventListener("click", () => view.zoomMiddle(ZOOM_STEP));
    element("all").addEventListener("click", () => view.glide(-Infinity, Infinity));
    element("simulated").addEventListener("click", () => this.switchTo(this.recording.simulated));
    element("real").addEventListener("click", () => this.switchTo(this.recording.real));
    element("help").addEventListener("click", () => element("manual").showModal());
    element("save").addEventListener("click", () => this.save());
    element("query").addEventListener("input", ({ target }) => {
      this.search.preview(target.value);
      this.redraw();
    });
    element("search").addEventListener("submit", (event) => {
      event.preventDefault();
      this.find(1);
    });
    document.addEventListener("keydown", (event) => pressed(this, event));
    listenToLanes(this, element("lanes"));
    listenToSpeed(this, element("speed"));
  }

  switchTo(clock) {
    this.element("simulated").setAttribute("aria-checked", clock === this.recording.simulated);
    this.element("real").setAttribute("aria-checked", clock === this.recording.real);
    this.tip.hide();
    this.point(null);
    this.view.switchTo(clock);
  }

  find(step) {
    this.search.find(this.element("query").value, step);
    this.redraw();
  }

  /** Goes to the next or previous run, of the selected row if there is one. */
  stepRun(step) {
    const { lanes, view, recording } = this;
    const list = lanes.selectedRow < 0 ? null : recording.runsOf[lanes.selectedRow];
    const length = list === null ? recording.count : list.length;
    if (length === 0) {
      return;
    }
    const run = (i) => (list === null ? i : list[i]);
    const { from, to } = view.clock;
    const current = lanes.selectedRun;
    let next;
    if (current < 0) {
      next = firstWhere(length - 1, (i) => from[run(i)] >= view.start);
    } else {
      const place = firstWhere(length, (i) => run(i) >= current);
      next = step > 0 && run(place) !== current ? place : place + step;
    }
    next = Math.min(Math.max(0, next), length - 1);
    this.select(run(next));
    view.reveal(from[run(next)], to[run(next)]);
  }

  select(run) {
    const row = this.recording.rowOf[run];
    this.lanes.selectedRun = run;
    this.lanes.revealRow(row);
    const list = this.recording.runsOf[row];
    this.announced = describeRun(this.recording, run, firstWhere(list.length, (i) => list[i] >= run));
    this.element("spoken").textContent = spoken(this.announced);
    this.redraw();
  }

  selectRow(step) {
    const rows = this.recording.rows.length;
    if (rows > 0) {
      const { selectedRow } = this.lanes;
      const row = selectedRow < 0 ? (step > 0 ? 0 : rows - 1) : Math.min(Math.max(0, selectedRow + step), rows - 1);
      this.lanes.selectedRow = row;
      this.lanes.revealRow(row);
      this.element("spoken").textContent = `${this.recording.rows[row].name}, ${plural(this.recording.runsOf[row].length, "run")}`;
      this.redraw();
    }
  }

  clear() {
    this.element("query").value = "";
    this.search.clear();
    this.lanes.selectedRow = -1;
    this.lanes.selectedRun = -1;
    this.announced = null;
    this.tip.hide();
    this.redraw();
  }

  resize() {
    const lanes = fit(this.element("lanes"));
    const speed = fit(this.element("speed"));
    this.lanes.resize(lanes.width, lanes.height, lanes.context);
    this.view.width = Math.max(1, lanes.width - this.lanes.gutter);
    this.speed.resize(speed.width, speed.height, this.lanes.gutter);
    this.speed.draw(speed.context);
    this.context = lanes.context;
    this.redraw();
  }

  /** The same moment in both plots: where the mouse is. */
  point(position) {
    const { lanes, speed } = this;
    const isVisible = position !== null && position >= this.view.start && position <= this.view.end;
    place(this.element("hair"), isVisible ? { left: Math.round(lanes.x(position)), top: AXIS_HEIGHT - 6, width: 1, height: lanes.bottom - AXIS_HEIGHT + 6 } : null);
    const [x, y] = position === null ? [] : speed.point(position);
    place(this.element("dot"), position === null ? null : { left: x - 4, top: y - 4, width: 8, height: 8 });
  }

  redraw() {
    if (!this.waiting) {
      this.waiting = true;
      requestAnimationFrame((now) => this.draw(now));
    }
  }

  draw(now) {
    this.waiting = false;
    if (!this.context) {
      return;
    }
    const moving = this.view.step(now);
    this.lanes.draw(this.context);
    place(this.element("window"), this.speed.window());
    const { clock, start, span } = this.view;
    const from = Math.max(0, start);
    const to = Math.min(clock.length, start + span);
    this.element("range").textContent = `${moment(clock.time(from))} \u2013 ${moment(clock.time(to))} \u00b7 ${about(to - from)} of ${clock.name} time`;
    this.showAnnounced(moving);
    if (moving) {
      this.redraw();
    }
  }

  /** The run that keys went to has its tooltip where it is drawn, once it is there. */
  showAnnounced(moving) {
    if (!this.announced || moving) {
      return;
    }
    const box = this.element("lanes").getBoundingClientRect();
    const { top, height } = this.lanes.bar(this.announced.row);
    const x = this.lanes.x(this.view.clock.from[this.lanes.selectedRun]);
    this.tip.show(this.announced, box.left + x, box.top + top + height);
    this.announced = null;
  }

  /** Saves both plots as they are, three times as fine. */
  save() {
    const { lanes, speed } = this;
    const canvas = document.createElement("canvas");
    const gap = 12;
    canvas.width = lanes.width * 3;
    canvas.height = (lanes.height + gap + speed.height) * 3;
    const context = canvas.getContext("2d");
    context.scale(3, 3);
    lanes.draw(context);
    context.fillStyle = this.theme.raised;
    context.fillRect(0, lanes.height, lanes.width, gap);
    context.translate(0, lanes.height + gap);
    speed.draw(context);
    canvas.toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = this.recording.name.replace(/[^\w.-]+/g, "-") + ".png";
      link.click();
      URL.revokeObjectURL(link.href);
    });
  }
}

/** Puts an element over a plot; nowhere if there is no box. */
function place(element, box) {
  element.hidden = box === null;
  if (box !== null) {
    element.style.transform = `translate(${box.left}px, ${box.top}px)`;
    element.style.width = box.width + "px";
    element.style.height = box.height + "px";
  }
}

/** Makes a canvas as fine as the screen, and returns it in the pixels of CSS. */
function fit(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas.parentElement;
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  const context = canvas.getContext("2d", { alpha: false });
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  return { width, height, context };
}

function plural(count, noun) {
  return counted(count) + " " + noun + (count === 1 ? "" : "s");
}

/** How many times as fast: three digits. */
function rate(factor) {
  return (factor >= 1000 ? counted(Math.round(factor)) : String(Number(factor.toPrecision(3)))) + "\u202f\u00d7";
}

const data = JSON.parse(document.getElementById("recording").textContent);
const page = new Page(new Recording(data));
if (data.real) {
  page.switchTo(page.recording.real);
}

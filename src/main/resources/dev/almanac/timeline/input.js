// SPDX-License-Identifier: BSD-3-Clause
// Mouse and keys.

const WHEEL_LINE = 16; // pixels, where a wheel counts lines

function wheelPixels({ deltaY, deltaX, deltaMode }) {
  const unit = deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL_LINE : 1;
  return { x: deltaX * unit, y: deltaY * unit };
}

function listenToLanes(page, canvas) {
  const { lanes, view, tip } = page;
  let drag = null;
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const { x, y } = wheelPixels(event);
    if (event.offsetX < lanes.gutter) {
      lanes.scroll(y);
      page.redraw();
    } else if (Math.abs(x) > Math.abs(y) || event.shiftKey) {
      const part = (Math.abs(x) > Math.abs(y) ? x : y) / view.scale;
      view.show(view.start + part, view.end + part);
    } else {
      view.zoom(Math.exp(Math.max(-240, Math.min(240, y)) * 0.0025), lanes.position(event.offsetX), false);
    }
    tip.hide();
  }, { passive: false });
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button === 0) {
      canvas.setPointerCapture(event.pointerId);
      drag = { x: event.offsetX, y: event.offsetY, start: view.start, top: lanes.top, moved: false };
    }
  });
  canvas.addEventListener("pointermove", (event) => {
    const { offsetX: x, offsetY: y } = event;
    if (drag !== null) {
      drag.moved ||= Math.abs(x - drag.x) + Math.abs(y - drag.y) > 3;
    }
    if (drag?.moved) {
      canvas.classList.add("dragged");
      const start = drag.start - (x - drag.x) / view.scale;
      lanes.scroll(drag.top - (y - drag.y) - lanes.top);
      tip.hide();
      view.show(start, start + view.span);
      return;
    }
    page.point(x < lanes.gutter ? null : lanes.position(x));
    const found = lanes.at(x, y);
    if (found === null) {
      tip.hide();
    } else {
      tip.show(describe(page.recording, view.clock, found), event.clientX, event.clientY);
    }
  });
  const release = (event) => {
    canvas.classList.remove("dragged");
    if (drag !== null && !drag.moved) {
      const found = lanes.at(event.offsetX, event.offsetY);
      lanes.selectedRow = lanes.rowAt(event.offsetY);
      lanes.selectedRun = found?.runs ? page.recording.runsOf[found.row][found.runs[0]] : -1;
      page.redraw();
    }
    drag = null;
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", () => {
    drag = null;
  });
  canvas.addEventListener("pointerleave", () => {
    page.point(null);
    tip.hide();
  });
  canvas.addEventListener("dblclick", (event) => view.zoom(1 / (ZOOM_STEP * ZOOM_STEP), lanes.position(event.offsetX), true));
}

/** In the lower plot a click moves the view there, and a drag chooses what to show. */
function listenToSpeed(page, canvas) {
  const { speed, view } = page;
  const brush = page.element("brush");
  let from = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button === 0) {
      canvas.setPointerCapture(event.pointerId);
      from = event.offsetX;
    }
  });
  canvas.addEventListener("pointermove", (event) => {
    const left = speed.within(Math.min(from, event.offsetX));
    const width = speed.within(Math.max(from, event.offsetX)) - left;
    place(brush, from === null ? null : { left, top: EDGE_TOP, width, height: speed.plotHeight });
    page.point(speed.position(event.offsetX));
  });
  canvas.addEventListener("pointerup", (event) => {
    if (from === null) {
      return;
    }
    const [low, high] = [Math.min(from, event.offsetX), Math.max(from, event.offsetX)];
    if (high - low > 3) {
      view.glide(speed.position(low), speed.position(high));
    } else {
      const { span } = view.goal;
      const middle = speed.position(event.offsetX);
      view.glide(middle - span / 2, middle + span / 2);
    }
    from = null;
    place(brush, null);
  });
  canvas.addEventListener("pointerleave", () => {
    page.point(null);
  });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    view.zoom(Math.exp(wheelPixels(event).y * 0.0025), speed.position(event.offsetX), false);
  }, { passive: false });
}

const KEYS = {
  "+": (page) => page.view.zoomMiddle(1 / ZOOM_STEP),
  "=": (page) => page.view.zoomMiddle(1 / ZOOM_STEP),
  "-": (page) => page.view.zoomMiddle(ZOOM_STEP),
  "0": (page) => page.view.glide(-Infinity, Infinity),
  t: (page) => page.switchTo(page.view.clock === page.recording.real ? page.recording.simulated : page.recording.real),
  n: (page) => page.stepRun(1),
  p: (page) => page.stepRun(-1),
  "/": (page) => page.element("query").select(),
  "?": (page) => page.element("manual").showModal(),
  Escape: (page) => page.clear(),
  ArrowLeft: (page, { shiftKey }) => page.view.move(shiftKey ? -1 : -0.12),
  ArrowRight: (page, { shiftKey }) => page.view.move(shiftKey ? 1 : 0.12),
  ArrowUp: (page) => page.selectRow(-1),
  ArrowDown: (page) => page.selectRow(1),
  Home: ({ view }) => view.glide(0, view.goal.span),
  End: ({ view }) => view.glide(view.clock.length - view.goal.span, view.clock.length),
  PageUp: (page) => scrollPage(page, -1),
  PageDown: (page) => scrollPage(page, 1),
};

function scrollPage(page, pages) {
  page.lanes.scroll(pages * (page.lanes.height - AXIS_HEIGHT));
  page.redraw();
}

function pressed(page, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || page.element("manual").open) {
    return;
  }
  if (event.target === page.element("query")) {
    if (event.key === "Escape") {
      page.clear();
      page.element("lanes").focus();
    } else if (event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      page.find(-1);
    }
    return;
  }
  const isPressing = event.target instanceof HTMLButtonElement && [" ", "Enter"].includes(event.key);
  if (Object.hasOwn(KEYS, event.key) && !isPressing) {
    event.preventDefault();
    KEYS[event.key](page, event);
  }
}

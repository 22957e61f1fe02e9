/* Come closer in a drawing and look around, with buttons or by dragging. Without script all of it stands there. */

const STEP = 0.25; // of what is in sight
const CLOSEST = 8;

const whole = (drawing) => {
  drawing.dataset.whole ??= drawing.getAttribute("viewBox");
  return drawing.dataset.whole.split(" ").map(Number);
};
const sight = (drawing) => drawing.getAttribute("viewBox").split(" ").map(Number);
const within = (low, value, high) => Math.min(Math.max(low, value), high);

// Never outside of the drawing, and never closer than its names can be read.
const look = (drawing, x, y, width) => {
  const [left, top, full, high] = whole(drawing);
  const wide = within(full / CLOSEST, width, full);
  const tall = (wide / full) * high;
  const spot = [within(left, x, left + full - wide), within(top, y, top + high - tall)];
  drawing.setAttribute("viewBox", [...spot, wide, tall].join(" "));
};

const WAYS = { left: [-STEP, 0], right: [STEP, 0], up: [0, -STEP], down: [0, STEP] };

const show = () => {
  for (const buttons of document.querySelectorAll(".zoom [hidden]")) buttons.hidden = false;
};
show();
document.addEventListener("htmx:afterSettle", show);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-zoom]");
  if (!button) return;
  const drawing = button.closest(".zoom").querySelector("svg");
  const [x, y, wide, tall] = sight(drawing);
  const by = button.dataset.zoom;
  if (by in WAYS) return look(drawing, x + WAYS[by][0] * wide, y + WAYS[by][1] * tall, wide);
  const next = by === "in" ? wide / 1.5 : wide * 1.5;
  look(drawing, x + (wide - next) / 2, y + (tall - (tall * next) / wide) / 2, next);
});

// Dragging moves what is in sight, once one came closer; a click on a house stays a click.
let held = null;
document.addEventListener("pointerdown", (event) => {
  const drawing = event.target.closest(".zoom svg");
  if (!drawing || event.pointerType !== "mouse") return;
  held = { drawing, at: [event.clientX, event.clientY], from: sight(drawing) };
});
document.addEventListener("pointermove", (event) => {
  if (!held) return;
  const [x, y, wide] = held.from;
  const scale = wide / held.drawing.clientWidth;
  const [right, down] = [event.clientX - held.at[0], event.clientY - held.at[1]];
  look(held.drawing, x - right * scale, y - down * scale, wide);
});
document.addEventListener("pointerup", () => { held = null; });
document.addEventListener("dragstart", (event) => { if (held) event.preventDefault(); });

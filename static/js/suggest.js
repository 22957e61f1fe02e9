/* A ticked type also ticks the direction that usually comes with it, and says so in one line.
   Whoever has touched the directions is left alone. Without this script the tile gets a dashed edge.

   <form data-suggest>                    [name=types] suggests
   [name=directions][data-usual-with="type …"]  is suggested
   <p role="status" data-say-ticked="…">  the line; what was ticked is put before it */
for (const form of document.querySelectorAll("form[data-suggest]")) {
  const directions = [...form.querySelectorAll("[name=directions]")];
  const line = form.querySelector("[data-say-ticked]");
  const ours = new Set();
  let touched = directions.some((direction) => direction.checked);

  const isUsual = (direction) => (direction.dataset.usualWith ?? "").split(" ")
    .some((type) => type && form.querySelector(`[name=types][value="${type}"]`)?.checked);

  form.addEventListener("change", ({ target }) => {
    if (target.name === "directions") {
      touched = true;
      line.textContent = "";
    }
    if (target.name !== "types" || touched) return;
    for (const direction of directions) {
      if (isUsual(direction) === ours.has(direction)) continue;
      direction.checked = isUsual(direction);
      if (direction.checked) ours.add(direction); else ours.delete(direction);
    }
    const nameOf = (direction) => direction.closest("label").querySelector("span").textContent;
    const names = [...ours].map(nameOf);
    line.textContent = names.length ? `${names.join(", ")}: ${line.dataset.sayTicked}` : "";
  });
}

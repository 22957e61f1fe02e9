/* <form data-select-all>: the box in the head of the list ticks, or clears, every row of this page. */
for (const form of document.querySelectorAll("[data-select-all]")) {
  const all = form.querySelector("#action-toggle");
  const rows = [...form.querySelectorAll(".action-select")];
  if (!all) continue;
  const show = () => {
    const ticked = rows.filter((row) => row.checked).length;
    all.checked = ticked > 0 && ticked === rows.length;
    all.indeterminate = ticked > 0 && ticked < rows.length;
  };
  all.addEventListener("change", () => { for (const row of rows) row.checked = all.checked; show(); });
  form.addEventListener("change", (event) => { if (rows.includes(event.target)) show(); });
  show();
}

/* What htmx and plain HTML leave over. Found by data attributes; sentences come from the page, in its language. */

// One line at the bottom says what did not work. htmx leaves the page as it was, so nothing typed is lost.
const trouble = document.getElementById("trouble");
const say = (name) => { trouble.textContent = trouble.dataset[`say${name}`] ?? trouble.dataset.sayFailed; };
document.addEventListener("htmx:responseError", (event) => say(event.detail.xhr.status));
document.addEventListener("htmx:sendError", () => say("Offline"));
document.addEventListener("htmx:timeout", () => say("Offline"));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) trouble.replaceChildren();
});

// The choice of a language lives in a cookie. Without any, the page would come back as it was, and say nothing.
document.addEventListener("submit", (event) => {
  if (navigator.cookieEnabled || !event.target.matches(".language")) return;
  event.preventDefault();
  say("Cookies");
});

// Switching the language brings you back to the address as it is now, filters included.
const here = () => location.pathname + location.search;
document.addEventListener("htmx:pushedIntoHistory", () => {
  for (const field of document.querySelectorAll("[data-here]")) field.value = here();
});

// A choice out of a small menu that renews the page around it: the focus stays at the menu.
document.addEventListener("htmx:beforeRequest", (event) => {
  event.target.closest("details[data-closes]")?.querySelector("summary").focus();
});

// A period out of the list takes the place of days that were typed. Before htmx reads the form.
document.addEventListener("change", (event) => {
  if (!event.target.matches(".filters [name=periode]")) return;
  for (const day of event.target.form.querySelectorAll("[type=date]")) day.value = "";
}, true);

// A slider whose stops have names says where it stands, also while it moves.
document.addEventListener("input", (event) => {
  const slider = event.target.closest("input[type=range][list]");
  if (!slider) return;
  const stop = [...slider.list.options].find((option) => option.value === slider.value);
  slider.setAttribute("aria-valuetext", stop.label);
  slider.form.querySelector("output").textContent = stop.label;
});

// A small menu closes with Escape and with a click elsewhere.
const menus = () => document.querySelectorAll("details[data-closes][open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});

// A place of the rose opens in the card beside it: htmx asks for it, but follows a link in a drawing too.
// Without script it opens the list of its wins.
document.addEventListener("click", (event) => {
  const place = event.target.closest("svg a[hx-get]");
  if (!place || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  for (const other of document.querySelectorAll("svg a[aria-current]")) other.removeAttribute("aria-current");
  place.setAttribute("aria-current", "true");
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "place") event.target.querySelector("h2").scrollIntoView({ block: "nearest" });
});

// An address that points into a fold opens it, also where the browser does not do so by itself.
const unfold = () => {
  const spot = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folds = [];
  for (let fold = spot?.closest("details"); fold; fold = fold.parentElement.closest("details")) folds.push(fold);
  if (folds.every((fold) => fold.open)) return;
  for (const fold of folds) fold.open = true;
  spot.scrollIntoView();
};
addEventListener("hashchange", unfold);
unfold();

// A button that prints the page.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

// A phone hands the address of the page on; elsewhere, and that of a view, it is copied, or copied by hand.
document.addEventListener("click", async (event) => {
  const share = event.target.closest("summary")?.closest("[data-share]");
  if (!share || share.open) return;
  const field = share.querySelector("input");
  if (navigator.share && !share.dataset.share) {
    event.preventDefault();
    await navigator.share({ title: document.title, url: field.value }).catch(() => {}); // called off
    return;
  }
  const status = share.querySelector("[role=status]");
  await navigator.clipboard?.writeText(field.value).then(() => { status.textContent = status.dataset.said; }, () => {});
});

/* [data-choose] around a select: a box in which to type, that asks the server for rows (WAI-ARIA combobox with a list).
   The select stays, hidden, and is what is sent; without this script it is the choice itself. */

const WAIT = 200; // ms of rest between typing and asking

function make(tag, attributes = {}, text = "") {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

// As the server does it, nearly: without accents, capitals and apostrophes. For when there is no connection.
const folded = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f\u00ad'’‘ʼ´`]/g, "").toLowerCase();

class Chooser {
  constructor(row) {
    this.say = row.dataset;
    this.select = row.querySelector("select");
    this.several = this.select.multiple;
    const id = this.select.id;
    this.input = make("input", {
      type: "text", id, role: "combobox", autocomplete: "off",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}_list`,
    });
    const said = { "aria-describedby": "aria-describedby", "aria-invalid": "aria-invalid", required: "aria-required" };
    for (const [name, here] of Object.entries(said)) {
      if (this.select.hasAttribute(name)) this.input.setAttribute(here, this.select.getAttribute(name));
    }
    const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
    this.label = label?.firstChild?.textContent.trim() ?? "";
    this.list = make("ul", {
      id: `${id}_list`, role: "listbox", "aria-label": this.label, class: "choices", hidden: "",
    });
    const chosen = `${this.say.sayChosen ?? ""} ${this.label}`.trim();
    this.chosen = make("ul", { role: "list", "aria-label": chosen, class: "chosen" });
    this.status = make("p", { role: "status", class: "visually-hidden" });
    this.select.id = `${id}_select`;
    this.select.hidden = true;
    row.prepend(...(this.several ? [this.chosen] : []), this.input, this.list, this.status);
    this.listen();
    this.show();
  }

  listen() {
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), WAIT);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("click", () => this.ask());
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
  }

  get options() { return [...this.select.options].filter((option) => option.value); }
  get picked() { return this.options.filter((option) => option.selected); }
  get rows() { return [...this.list.children]; }
  get active() {
    const id = this.input.getAttribute("aria-activedescendant");
    return this.rows.find((row) => row.id === id);
  }

  get shown() { return this.several ? "" : this.picked[0]?.text ?? ""; }

  show() {
    this.input.value = this.shown;
    if (!this.several) return;
    this.chosen.replaceChildren(...this.picked.map((option) => {
      const item = make("li", { class: "chosen__item" }, option.text);
      const button = make("button", { type: "button", "aria-label": `${this.say.sayRemove}: ${option.text}` }, "×");
      button.addEventListener("click", () => { option.selected = false; this.show(); this.input.focus(); });
      item.append(button);
      return item;
    }));
    this.chosen.hidden = !this.picked.length;
  }

  async ask() {
    const term = this.input.value === this.shown ? "" : this.input.value.trim();
    const { app, model, field } = this.say;
    const query = new URLSearchParams({ term, app_label: app, model_name: model, field_name: field });
    const number = this.number = (this.number ?? 0) + 1;
    const rows = await this.found(query, term);
    if (number !== this.number || document.activeElement !== this.input) return; // somebody typed on, or left
    this.list.replaceChildren(...rows.map((row, index) => this.option(row, index)));
    this.open(rows.length > 0);
    this.status.textContent = rows.length ? `${rows.length}. ${this.say.saySome}` : this.say.sayNone;
    this.status.classList.toggle("visually-hidden", rows.length > 0);
  }

  option({ key, text }, index) {
    const isPicked = this.picked.some((option) => option.value === key);
    const id = `${this.list.id}_${index}`;
    return make("li", { role: "option", id, "data-key": key, "aria-selected": String(isPicked) }, text);
  }

  async found(query, term) {
    try {
      const response = await fetch(`${this.say.search}?${query}`, { headers: { Accept: "application/json" } });
      const rows = response.ok && (await response.json()).results;
      if (rows) return rows.map((row) => ({ key: String(row[this.say.key]), text: row.text }));
    } catch { /* no connection: what the page already holds */ }
    const words = folded(term).split(/[\s-]+/);
    const here = this.options.filter((option) => words.every((word) => folded(option.text).includes(word)));
    return here.slice(0, 20).map((option) => ({ key: option.value, text: option.text }));
  }

  open(yes) {
    this.list.hidden = !yes;
    this.input.setAttribute("aria-expanded", String(yes));
    this.input.removeAttribute("aria-activedescendant");
    if (yes) this.list.scrollIntoView({ block: "nearest" });
  }

  point(row) {
    for (const other of this.rows) other.classList.toggle("choices__here", other === row);
    this.input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.open(false);
      this.show();
    } else if (event.key === "Enter" && (this.active || this.input.value !== this.shown)) {
      event.preventDefault();
      this.take(this.active);
    } else if (event.key === "Backspace" && this.several && !this.input.value && this.picked.length) {
      this.picked.at(-1).selected = false;
      this.show();
    } else if (moves[event.key]) {
      event.preventDefault();
      if (this.list.hidden) { this.ask(); return; }
      const from = this.active ? this.rows.indexOf(this.active) : moves[event.key] < 0 ? 0 : -1;
      this.point(this.rows.at((from + moves[event.key]) % this.rows.length));
    }
  }

  take(row) {
    if (!row) return;
    const known = this.options.find((option) => option.value === row.dataset.key);
    const option = known ?? this.select.appendChild(new Option(row.textContent, row.dataset.key));
    option.selected = !(this.several && option.selected);
    this.open(false);
    this.show();
  }

  leave() {
    clearTimeout(this.timer);
    this.open(false);
    this.status.textContent = "";
    if (!this.several && !this.input.value.trim()) {
      for (const option of this.select.options) option.selected = !option.value;
    }
    // The list of what is chosen stays: a click on it may be what took the focus away.
    this.input.value = this.shown;
  }
}

for (const row of document.querySelectorAll("[data-choose]")) new Chooser(row);

/* Keeps on this device what someone types, until the server has it. Without it every form is an ordinary form.

   <form data-draft="tell-win" data-say-back="…" …>   see the sentences in say()
   .drafts                        in the form: where other texts of this form wait, each to take or to throw away;
                                  what was thrown away can be put back until the page is left
   [data-draft-done="tell-win"]   on the page after saving: the draft of this tab goes, or with data-draft-id that one
   [data-draft-wipe]              a button in the form: throw the draft away
   [data-draft-forget]            on the log-out form: all drafts on this device go
   Each tab has a draft of its own (sessionStorage knows which), and finds it again at the same address; a copy of
   a tab that goes on gets another. A draft is of one account and lives seven days. data-draft-hours="1": without
   an account, where somebody else may be next; only what waits for a connection stays longer. Tokens, passwords
   and files are never kept.
   It keeps the submission id of its form, so whatever is sent twice is one win. */
const DAYS = 7;
const SHELF = "vw-draft:";
const NEVER = /csrf|token|password/i;

const shelf = {
  get(key) {
    try {
      const draft = JSON.parse(localStorage.getItem(key));
      const hours = (!draft?.waiting && draft?.hours) || DAYS * 24;
      return draft && Date.now() - draft.at < hours * 36e5 ? draft : null;
    } catch { return null; }
  },
  set(key, draft, at = Date.now()) {
    try { localStorage.setItem(key, JSON.stringify({ ...draft, at })); } catch { return 0; /* full, or not allowed */ }
    return at;
  },
  drop(key) {
    try { localStorage.removeItem(key); } catch { /* not allowed */ }
  },
  keys() {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(SHELF)); } catch { return []; }
  },
};
const thisUser = document.body.dataset.user ?? "";
const baseOf = (name) => `${SHELF}${thisUser}:${name}`; // each draft of this form has a number behind it
const keysOf = (base) => shelf.keys().filter((key) => key === base || key.startsWith(`${base}:`));
const tab = {
  get(base) { try { return sessionStorage.getItem(base); } catch { return null; } },
  set(base, key) { try { sessionStorage.setItem(base, key); } catch { /* not allowed */ } },
};

// What the page says is done goes; so does all of this device with whoever logs out, and what is too old.
const isNumber = (draft, id) => draft?.pairs.some(([name, value]) => name === "submission_id" && value === id);
for (const { dataset } of document.querySelectorAll("[data-draft-done]")) {
  const base = baseOf(dataset.draftDone);
  const isDone = (key) => (dataset.draftId ? isNumber(shelf.get(key), dataset.draftId) : key === tab.get(base));
  keysOf(base).filter(isDone).forEach(shelf.drop);
}
for (const form of document.querySelectorAll("form[data-draft-forget]")) {
  form.addEventListener("submit", () => shelf.keys().forEach(shelf.drop));
}
for (const key of shelf.keys()) if (!shelf.get(key)) shelf.drop(key);

const isTicked = (field) => ["checkbox", "radio"].includes(field.type);
const isKept = (field) => field.name && !NEVER.test(field.name)
  && !["password", "file", "submit", "button"].includes(field.type);

// not crypto.randomUUID: the demo on another machine has no https
const digit = () => (crypto.getRandomValues(new Uint8Array(1))[0] & 15).toString(16);
const freshId = () => "00000000-0000-4000-8000-000000000000".replace(/0/g, digit);

const chosenIn = (field) => (field.multiple ? [...field.selectedOptions].map((option) => option.value) : [field.value]);

// A moment as people say it: "gisteren om 14.05", "yesterday at 14:05". The sentence knows its own punctuation.
function moment(at, sentence) {
  const then = new Date(at);
  const days = Math.round((new Date(at).setHours(0, 0, 0, 0) - new Date().setHours(0, 0, 0, 0)) / 864e5);
  const day = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" }).format(days, "day");
  const twoDigits = (number) => String(number).padStart(2, "0");
  return sentence.replace("DAY", day)
    .replace("HOUR", twoDigits(then.getHours())).replace("MINUTE", twoDigits(then.getMinutes()));
}

const isTyped = (field) => field?.matches?.("textarea, input:not([type=hidden], [type=radio], [type=checkbox])");

// The first words of a draft that the form does not hold by itself; none where there is nothing to lose.
function wordsOf(draft, form) {
  const isOwn = ([name, value]) => {
    const field = form.elements.namedItem(name);
    return isTyped(field) && value.trim() && value !== field.defaultValue;
  };
  const words = draft.pairs.find(isOwn)?.[1].trim() ?? "";
  return words.length > 50 ? `${words.slice(0, 50).trim()}…` : words;
}

// One text as a row, by the template of its state: that waits, or that was thrown away.
function row(place, { key, at, words, isThrown }, actions) {
  const template = place.querySelector(isThrown ? "[data-thrown]" : "[data-waiting]");
  const item = template.content.cloneNode(true).firstElementChild;
  item.dataset.key = key;
  item.querySelector("q").textContent = words;
  const when = item.querySelector("[data-say]");
  if (when) when.querySelector("span").textContent = moment(at, when.dataset.say);
  for (const button of item.querySelectorAll("button")) {
    button.setAttribute("aria-label", `${button.textContent}: ${words}`);
    button.addEventListener("click", () => actions[button.dataset.does](key));
  }
  return item;
}

// The texts, newest first: in sight the newest that waits and what was thrown away just now, the others in the fold.
function listed(place, form, drafts, actions) {
  const texts = drafts.map((draft) => ({ ...draft, words: wordsOf(draft, form) }))
    .filter(({ words }) => words)
    .sort((one, two) => two.at - one.at);
  const [newest, ...others] = texts.filter(({ isThrown }) => !isThrown);
  const rows = (some) => some.map((text) => row(place, text, actions));
  place.hidden = texts.length === 0;
  place.querySelector("h2").hidden = !newest;
  place.querySelector("ul").replaceChildren(...rows(texts.filter((text) => text === newest || text.isThrown)));
  const fold = place.querySelector("details");
  fold.hidden = others.length === 0;
  fold.querySelector("ul").replaceChildren(...rows(others));
  const { sayOne, sayMore } = fold.dataset;
  fold.querySelector("summary").textContent = others.length === 1 ? sayOne : sayMore.replace("COUNT", others.length);
}

function watch(form) {
  const base = baseOf(form.dataset.draft);
  const page = location.pathname + location.search;
  const fresh = () => `${base}:${freshId()}`;
  let key = fresh();
  let at = 0; // when this page wrote or read its draft; another moment there is another page's
  const status = form.querySelector(".form__status [role=status]");
  const wipe = form.querySelector("[data-draft-wipe]");
  const id = form.elements.namedItem("submission_id");
  const say = (name, canWipe = true) => {
    if (status) status.textContent = form.dataset[`say${name}`] ?? "";
    if (wipe) wipe.hidden = !canWipe;
  };
  const pairs = () => [...form.elements]
    .filter((field) => isKept(field) && !field.disabled && (field.checked || !isTicked(field)))
    .flatMap((field) => chosenIn(field).map((value) => [field.name, value]));
  const files = () => [...form.elements]
    .filter((field) => field.type === "file" && field.files.length)
    .map((field) => [field.name, field.files[0]]);
  const keep = (waiting = false) => {
    const before = shelf.get(key);
    if (before && before.at !== at) { // a copy of this tab went on with it
      key = fresh();
      if (id) id.value = freshId();
    }
    const draft = { pairs: pairs(), waiting, hours: form.dataset.draftHours, page, hadFile: files().length > 0 };
    at = shelf.set(key, draft);
    tab.set(base, key);
    return at > 0;
  };
  const empty = () => {
    shelf.drop(key);
    form.reset();
    if (id) id.value = freshId(); // the next one is another win
  };

  const restore = (draft) => {
    for (const field of form.elements) {
      if (!isKept(field)) continue;
      const values = draft.pairs.filter(([name]) => name === field.name).map(([, value]) => value);
      if (isTicked(field)) field.checked = values.includes(field.value);
      else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
      else if (values.length) field.value = values[0];
    }
    say(draft.waiting ? "Wait" : "Back");
    if (draft.hadFile && status) status.textContent += ` ${form.dataset.sayPhoto ?? ""}`; // a file is not kept
  };

  const take = (other) => {
    const draft = shelf.get(other);
    if (!draft) return;
    [key, at] = [other, draft.at];
    tab.set(base, key);
    restore(draft);
  };

  // What was begun in other tabs, or for another initiative; and what was thrown away, until the page is left.
  const place = form.querySelector(".drafts");
  const thrown = new Map();
  const offer = () => {
    const waiting = keysOf(base).filter((other) => other !== key).map((other) => ({ ...shelf.get(other), key: other }));
    const gone = [...thrown].map(([other, draft]) => ({ ...draft, key: other, isThrown: true }));
    listed(place, form, [...waiting.filter((draft) => draft.at), ...gone], { goOn, throwAway, putBack });
  };
  const tell = (name, other) => { // in words too, for who does not see the row change
    offer();
    const item = [...place.querySelectorAll("[data-key]")].find(({ dataset }) => dataset.key === other);
    const fold = item?.closest("details");
    if (fold) fold.open = true;
    item?.querySelector("button").focus();
    place.querySelector("[role=status]").textContent = place.dataset[`say${name}`];
  };
  const goOn = (other) => {
    if (timer) { pause(); keep(); }
    take(other);
    offer();
    [...form.elements].find(isTyped).focus();
    resend();
  };
  const throwAway = (other) => {
    const draft = shelf.get(other);
    if (draft) thrown.set(other, draft);
    shelf.drop(other);
    tell("Thrown", other);
  };
  const putBack = (other) => {
    const isBack = shelf.get(other) || shelf.set(other, thrown.get(other), thrown.get(other).at); // its tab may go on
    if (!isBack) { say("Unkept"); return; }
    thrown.delete(other);
    tell("PutBack", other);
  };

  let timer = 0;
  let sending = false;
  const pause = () => { clearTimeout(timer); timer = 0; };
  form.addEventListener("input", () => {
    pause();
    timer = setTimeout(() => { timer = 0; say(keep() ? "Kept" : "Unkept"); }, 400);
  });
  addEventListener("pagehide", () => { if (timer) { pause(); keep(); } });
  wipe?.addEventListener("click", () => { pause(); empty(); say("Wiped", false); });

  form.addEventListener("submit", (event) => {
    pause();
    const isUnfinished = !!event.submitter?.name; // only to keep
    keep(!navigator.onLine && !isUnfinished);
    if (navigator.onLine) return; // an ordinary post; the page after it drops the draft
    event.preventDefault();
    say(!at ? "Unkept" : isUnfinished ? "Kept" : "Wait");
  });

  const resend = async () => {
    if (sending || !navigator.onLine || !shelf.get(key)?.waiting) return;
    sending = true;
    try {
      const body = new FormData(); // as it was typed: "today" is the day it was then
      for (const [name, value] of [...shelf.get(key).pairs, ...files()]) body.append(name, value);
      body.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken")?.value ?? "");
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Draft": "1" } });
      if (answer.status !== 201) { keep(); say("Yourself"); }
      else if (id) {
        empty();
        say("Sent", false);
        if (answer.headers.has("Location")) location = answer.headers.get("Location"); // the receipt
      }
      else { shelf.drop(key); location.reload(); } // a form about something that exists: show it as it is now
    } catch { say("Wait"); }
    sending = false;
  };
  addEventListener("pageshow", (event) => event.persisted && form.dataset.draftHours && location.reload()); // back
  addEventListener("online", resend);

  // It came back with what was typed. Else a tab goes on with its own draft, or with one that nobody could send.
  const isRefused = "draftFresh" in form.dataset || form.querySelector("[aria-invalid=true]");
  const isOfThisPage = (other) => !location.search || shelf.get(other)?.page === page;
  const mine = tab.get(base);
  const own = shelf.get(mine) && isOfThisPage(mine) ? mine : null;
  if (isRefused && mine) [key, at] = [mine, shelf.get(mine)?.at ?? 0];
  else if (!isRefused) take(own ?? keysOf(base).find((other) => shelf.get(other)?.waiting && isOfThisPage(other)));
  offer();
  const inFocus = document.activeElement; // the notice came above it and pushed it down
  if (!place.hidden && form.contains(inFocus)) inFocus.scrollIntoView({ block: "nearest" });
  resend();
  return base;
}

const here = [...document.querySelectorAll("form[data-draft]")].map(watch);

// Something still waits for a connection, on another page: say so, with the way to it.
const elsewhere = shelf.keys()
  .filter((key) => key.startsWith(`${SHELF}${thisUser}:`) && !here.some((base) => keysOf(base).includes(key)))
  .map(shelf.get)
  .find((draft) => draft?.waiting);
const trouble = document.getElementById("trouble");
if (thisUser && elsewhere && trouble) {
  const link = document.createElement("a");
  link.href = elsewhere.page;
  link.textContent = trouble.dataset.sayWaiting;
  trouble.replaceChildren(link);
}

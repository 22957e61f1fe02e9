/* Keeps on this device what someone types, until the server has it. Without it every form is an ordinary form.

   <form data-draft="tell-win" data-say-back="…" …>   see the sentences in say()
   .drafts                        in the form: where other texts of this form wait, each to take or to throw away
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
  set(key, draft) {
    const at = Date.now();
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

// A moment as people say it: "gisteren om 14.05".
function moment(at, sentence) {
  const days = Math.round((new Date(at).setHours(0, 0, 0, 0) - new Date().setHours(0, 0, 0, 0)) / 864e5);
  const day = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" }).format(days, "day");
  const time = new Date(at).toLocaleTimeString("nl", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
  return sentence.replace("DAY", day).replace("TIME", time);
}

const isTyped = (field) => field?.matches?.("textarea, input:not([type=hidden], [type=radio], [type=checkbox])");

// The first words of a draft that the form does not hold by itself; none where there is nothing to lose.
function wordsOf(draft, form) {
  const isOwn = ([name, value]) => {
    const field = form.elements.namedItem(name);
    return isTyped(field) && value.trim() && value !== field.defaultValue;
  };
  const words = draft.pairs.find(isOwn)?.[1].trim() ?? "";
  return words.length > 80 ? `${words.slice(0, 80)}…` : words;
}

// The texts that wait, newest first, each with its two buttons. Out: whether there are any.
function listed(place, form, keys, actions) {
  const waiting = keys.map((key) => ({ key, draft: shelf.get(key) }))
    .map(({ key, draft }) => ({ key, at: draft?.at, words: draft && wordsOf(draft, form) }))
    .filter(({ words }) => words)
    .sort((one, two) => two.at - one.at);
  place.hidden = waiting.length === 0;
  place.querySelector("ul").replaceChildren(...waiting.map(({ key, at, words }) => {
    const item = place.querySelector("template").content.cloneNode(true).firstElementChild;
    item.querySelector("q").textContent = words;
    const when = item.querySelector("[data-say]");
    when.textContent = moment(at, when.dataset.say);
    item.querySelectorAll("button").forEach((button, nr) => {
      button.setAttribute("aria-label", `${button.textContent}: ${words}`);
      button.addEventListener("click", () => actions[nr](key));
    });
    return item;
  }));
}

function watch(form) {
  const base = baseOf(form.dataset.draft);
  const page = location.pathname + location.search;
  const fresh = () => `${base}:${freshId()}`;
  let key = fresh();
  let at = 0; // when this page wrote or read its draft; another moment there is another page's
  const status = form.querySelector("[role=status]");
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

  // What was begun in other tabs, or for another initiative.
  const place = form.querySelector(".drafts");
  const focus = () => (place.querySelector("button") ?? [...form.elements].find(isTyped)).focus();
  const offer = () => listed(place, form, keysOf(base).filter((other) => other !== key), [goOn, throwAway]);
  const goOn = (other) => {
    if (timer) { pause(); keep(); }
    take(other);
    offer();
    [...form.elements].find(isTyped).focus();
    resend();
  };
  const throwAway = (other) => {
    shelf.drop(other);
    offer();
    focus();
    say("Wiped", !!shelf.get(key));
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

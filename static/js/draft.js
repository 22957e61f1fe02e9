/* Keeps on this device what someone types, until the server has it. Without it every form is an ordinary form.

   <form data-draft="tell-win" data-say-back="…" …>   see the sentences in say()
   [data-draft-done="tell-win"]   on the page after saving: the draft goes; with data-draft-id only that one
   [data-draft-wipe]              a button in the form: throw the draft away
   [data-draft-forget]            on the log-out form: all drafts on this device go
   A draft is of one account and lives seven days. data-draft-hours="1": without an account, where somebody else
   may be next; only what waits for a connection stays longer. Tokens, passwords and files are never kept.
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
    try { localStorage.setItem(key, JSON.stringify({ ...draft, at: Date.now() })); } catch { /* full */ }
  },
  drop(key) {
    try { localStorage.removeItem(key); } catch { /* not allowed */ }
  },
  keys() {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(SHELF)); } catch { return []; }
  },
};
const thisUser = document.body.dataset.user ?? "";
const keyOf = (name) => `${SHELF}${thisUser}:${name}`;

// What the page says is done goes; so does all of this device with whoever logs out, and what is too old.
const isNumber = (draft, id) => draft?.pairs.some(([name, value]) => name === "submission_id" && value === id);
for (const { dataset } of document.querySelectorAll("[data-draft-done]")) {
  const key = keyOf(dataset.draftDone);
  if (!dataset.draftId || isNumber(shelf.get(key), dataset.draftId)) shelf.drop(key);
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

function watch(form) {
  const key = keyOf(form.dataset.draft);
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
    const page = location.pathname + location.search;
    shelf.set(key, { pairs: pairs(), waiting, hours: form.dataset.draftHours, page, hadFile: files().length > 0 });
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

  const draft = shelf.get(key);
  // It came back with what was typed.
  const refused = "draftFresh" in form.dataset || form.querySelector("[aria-invalid=true]");
  if (draft && !refused) restore(draft);

  let timer = 0;
  let sending = false;
  const pause = () => { clearTimeout(timer); timer = 0; };
  form.addEventListener("input", () => {
    pause();
    timer = setTimeout(() => { timer = 0; keep(); say("Kept"); }, 400);
  });
  addEventListener("pagehide", () => { if (timer) { pause(); keep(); } });
  wipe?.addEventListener("click", () => { pause(); empty(); say("Wiped", false); });

  form.addEventListener("submit", (event) => {
    pause();
    const isUnfinished = !!event.submitter?.name; // only to keep
    keep(!navigator.onLine && !isUnfinished);
    if (navigator.onLine) return; // an ordinary post; the page after it drops the draft
    event.preventDefault();
    say(isUnfinished ? "Kept" : "Wait");
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
  resend();
  return key;
}

const here = [...document.querySelectorAll("form[data-draft]")].map(watch);

// Something still waits for a connection, on another page: say so, with the way to it.
const elsewhere = shelf.keys()
  .filter((key) => key.startsWith(`${SHELF}${thisUser}:`) && !here.includes(key))
  .map(shelf.get)
  .find((draft) => draft?.waiting);
const trouble = document.getElementById("trouble");
if (thisUser && elsewhere && trouble) {
  const link = document.createElement("a");
  link.href = elsewhere.page;
  link.textContent = trouble.dataset.sayWaiting;
  trouble.replaceChildren(link);
}

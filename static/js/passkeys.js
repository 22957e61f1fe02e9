/* <form data-passkey="create|get">: asks the browser for a passkey and sends what it says in the field `credential`.
   Sentences come from the page. Without this script the page offers its other ways. */

// Bytes travel as text that may stand in an address (base64url).
const decode = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};
const encode = (bytes) => {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const understood = ({ publicKey }) => {
  const listed = (list) => list?.map((key) => ({ ...key, id: decode(key.id) }));
  const asked = { ...publicKey, challenge: decode(publicKey.challenge) };
  if (publicKey.user) {
    asked.user = { ...publicKey.user, id: decode(publicKey.user.id) };
    asked.excludeCredentials = listed(publicKey.excludeCredentials);
    asked.authenticatorSelection = {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    };
  } else asked.allowCredentials = listed(publicKey.allowCredentials);
  return { publicKey: asked };
};

const told = (credential) => {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[part]) response[part] = encode(credential.response[part]);
  return JSON.stringify({
    id: credential.id, rawId: encode(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
};

const options = async (form) => {
  const written = document.getElementById("passkey-options");
  const name = form.dataset.passkey === "create" ? "creation_options" : "request_options";
  if (written) return JSON.parse(written.textContent)[name];
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).request_options;
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const say = form.querySelector("[data-say]");
  if (!window.PublicKeyCredential) { say.textContent = say.dataset.sayUnknown; continue; }
  form.querySelector("button[hidden]").hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say.textContent = "";
    try {
      const asked = understood(await options(form));
      form.elements.credential.value = told(await navigator.credentials[form.dataset.passkey](asked));
      form.submit();
    } catch { say.textContent = say.dataset.sayFailed; }
  });
}

/* Says under a box how many characters still fit, once few are left. The server checks it, also without this script.

   [data-most="280"]   a box; data-say-left and data-say-over are the sentences, with # for the number */
const FEW = 60; // or a quarter of a small box

for (const box of document.querySelectorAll("[data-most]")) {
  const line = document.createElement("p");
  line.className = "help help--count";
  line.setAttribute("role", "status");
  box.after(line);
  const count = () => {
    const left = Number(box.dataset.most) - [...box.value.trim()].length;
    const sentence = left < 0 ? box.dataset.sayOver : box.dataset.sayLeft;
    const number = left < 0 || left <= 10 ? Math.abs(left) : Math.ceil(left / 10) * 10; // not at every key
    line.textContent = left <= Math.min(FEW, box.dataset.most / 4) ? sentence.replace("#", number) : "";
  };
  box.addEventListener("input", count);
  count();
}

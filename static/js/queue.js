/* Keys for one win after the other. They work only while the form has the focus, so that no key is taken elsewhere.

   form[data-queue]   1…9 tick an answer of the question that has the focus, or of the first one;
                      V goes to the next question; S follows the link past it */
const TYPED = "a, button, summary, input[type=text]";

for (const form of document.querySelectorAll("form[data-queue]")) {
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches(TYPED)) return;
    if (event.key.toLowerCase() === "s") form.querySelector(".sticky-bar a")?.click();
    const questions = [...form.querySelectorAll("fieldset")];
    const here = questions.indexOf(event.target.closest("fieldset"));
    if (event.key.toLowerCase() === "v") questions[(here + 1) % questions.length].querySelector("input").focus();
    const question = questions[Math.max(here, 0)];
    const answer = question?.querySelectorAll("input")[Number(event.key) - 1];
    if (!answer) return;
    event.preventDefault();
    answer.focus();
    answer.click();
  });
}

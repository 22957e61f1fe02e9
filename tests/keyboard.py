"""What somebody does who has a keyboard and no mouse."""

import pytest

SAID = """() => {
  const here = document.activeElement;
  const said = here.getAttribute("aria-label") || here.innerText || here.textContent;
  return said.replace(/\\s+/g, " ").trim();
}"""


def tab_to(page, name: str, *, at_most: int = 120) -> None:
    """Press Tab until the focus is on what is called like this. The test fails where Tab does not get there."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if page.evaluate(SAID) == name:
            return
    pytest.fail(f"Tab does not reach {name!r}")

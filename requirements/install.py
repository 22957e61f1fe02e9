"""Make .venv with what requirements/ pins: `python3 requirements/install.py base`, or `dev` for the tests as well.

It runs on the Python of the machine and needs nothing else. Everything is checked against the hashes in the requirement
files, and the translations are compiled. What is in place already is left alone. Whatever goes wrong is one sentence, in
Dutch.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE.parent / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
OLDEST = (3, 11)
# What the tests need beside Python packages: the command, and the Debian package that brings it.
PROGRAMS = {"chromium-headless-shell": "chromium-headless-shell", "msgfmt": "gettext"}
COMPILE = "import polib, sys; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])"


def main(which: str) -> None:
    if sys.version_info < OLDEST:
        give_up(f"Vliegwiel heeft Python 3.11 of nieuwer nodig; dit is {sys.version.split()[0]}.")
    try:
        with open(HERE / "base.txt", "rb") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)  # two commands at once take turns
            install(which)
    except OSError as problem:
        give_up(f"De omgeving in {ENVIRONMENT} kan niet worden gemaakt: {problem.strerror}.")


def install(which: str) -> None:
    if which == "dev":
        install_programs()
    if not works():
        make_environment()
    if not is_installed(which):
        install_packages(which)
    compile_translations()


def works() -> bool:
    """A copied environment, or one of a Python that is gone, does not."""
    return PYTHON.exists() and run(PYTHON, "-c", "").returncode == 0


def make_environment() -> None:
    say("Omgeving maken in .venv …")
    made = make_venv()
    if (
        made.returncode and "ensurepip" in made.stdout + made.stderr
    ):  # Debian keeps it in a package of its own
        if has_pip() or shutil.which("uv"):
            made = make_venv("--without-pip")
        else:
            install_debian_packages(
                "python3-venv", reason="Python mist hier het onderdeel dat een omgeving maakt."
            )
            made = make_venv()
    if made.returncode:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        give_up(f"Python kan geen omgeving maken in {ENVIRONMENT}: {last_line(made)}")


def make_venv(*options: str) -> subprocess.CompletedProcess:
    return run(sys.executable, "-m", "venv", "--clear", *options, ENVIRONMENT)


def install_packages(which: str) -> None:
    """With uv, installed by pip; with pip where uv finds no packages; with the machine's uv where there is no pip."""
    say("Pakketten installeren …")
    for part in ("base", "dev"):
        mark(part).unlink(missing_ok=True)
    pip = find_pip()
    if pip:
        run(*pip, *pinned("uv"))
    ways = list(filter(None, [find_uv(), pip]))
    if not ways:
        give_up(
            f"Er is geen pip en geen uv meer om mee te installeren. Verwijder {ENVIRONMENT} en begin opnieuw."
        )
    for way in ways:
        done = run(*way, *pinned(which))
        if done.returncode == 0:
            break
    else:
        give_up(f"De pakketten kunnen niet worden geïnstalleerd: {last_line(done)}")
    for part in {"base", which}:  # dev.txt holds all of base.txt
        mark(part).write_text(fingerprint(part))


def compile_translations() -> None:
    """Make the .mo file that the site reads beside every .po file that is newer. Without gettext: polib is a package."""
    for source in (HERE.parent / "locale").rglob("*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            done = run(PYTHON, "-c", COMPILE, source, compiled)
            if done.returncode:
                give_up(f"De vertalingen kunnen niet worden gemaakt: {last_line(done)}")


def find_pip() -> list | None:
    if (ENVIRONMENT / "bin" / "pip").exists():
        return [PYTHON, "-m", "pip", "install"]
    return [sys.executable, "-m", "pip", "--python", PYTHON, "install"] if has_pip() else None


def has_pip() -> bool:
    return run(sys.executable, "-m", "pip", "--version").returncode == 0


def find_uv() -> list | None:
    ours = ENVIRONMENT / "bin" / "uv"
    uv = ours if ours.exists() else shutil.which("uv")
    return [uv, "pip", "install", "--python", PYTHON] if uv else None


def pinned(which: str) -> list:
    return ["--quiet", "--require-hashes", "-r", HERE / f"{which}.txt"]


def run(*command) -> subprocess.CompletedProcess:
    """Let uv trust, as pip does, the certificates of the machine; let apt ask nothing."""
    environment = {**os.environ, "UV_SYSTEM_CERTS": "true", "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def mark(which: str) -> Path:
    return ENVIRONMENT / f".{which}"


def is_installed(which: str) -> bool:
    return mark(which).exists() and mark(which).read_text() == fingerprint(which)


def fingerprint(which: str) -> str:
    return hashlib.sha256((HERE / f"{which}.txt").read_bytes()).hexdigest()


def install_programs() -> None:
    missing = [package for command, package in PROGRAMS.items() if shutil.which(command) is None]
    if missing:
        install_debian_packages(*missing, reason="De tests hebben meer nodig dan Python.")


def install_debian_packages(*packages: str, reason: str) -> None:
    names = " ".join(packages)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        give_up(f"{reason} Vraag wie de machine beheert om: apt install {names}")
    say(f"{names} installeren …")
    run("apt-get", "update")
    done = run("apt-get", "install", "--yes", "--no-install-recommends", *packages)
    if done.returncode:
        give_up(f"{reason} Installeren lukte niet: {last_line(done)}")


def last_line(done: subprocess.CompletedProcess) -> str:
    return ((done.stderr or "").strip() or (done.stdout or "").strip() or "geen bericht").splitlines()[-1]


def say(text: str) -> None:
    print(text, flush=True)


def give_up(sentence: str) -> None:
    sys.exit(sentence)


if __name__ == "__main__":
    main(sys.argv[1])

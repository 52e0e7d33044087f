"""What is installed is pinned: the same versions on any day, from any index, for every Python that we name."""

import re
import tomllib

import pytest
from django.conf import settings
from packaging.markers import default_environment
from packaging.requirements import Requirement

LOCKS = ["requirements.txt", "requirements-test.txt"]
PROJECT = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
WANTED = {
    "requirements.txt": PROJECT["dependencies"],
    "requirements-test.txt": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"],
}


def pins(lock):
    """The lines of a lock, each with its hashes, as requirements by name."""
    text = re.sub(r" \\\n\s+", " ", (settings.BASE_DIR / lock).read_text())
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert [line for line in lines if " --hash=sha256:" not in line] == []
    found = [Requirement(line.partition(" --hash")[0]) for line in lines]
    return {plain(pin.name): pin for pin in found}


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_host(lock):
    assert re.findall(r"//|^--.*|@", (settings.BASE_DIR / lock).read_text(), re.MULTILINE) == []


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize("python", ["3.11.2", "3.12.0", "3.13.0", "3.14.0"])
def test_lock_has_what_the_project_asks_for_on_every_python(lock, python):
    here = default_environment() | {"python_full_version": python, "python_version": python.rpartition(".")[0]}
    pinned = {
        name: str(pin.specifier).removeprefix("==")
        for name, pin in pins(lock).items()
        if pin.marker is None or pin.marker.evaluate(here)
    }
    wanted = [Requirement(line) for line in WANTED[lock]]

    assert [str(each) for each in wanted if not each.specifier.contains(pinned.get(plain(each.name), "0"))] == []


def test_tests_run_with_the_versions_of_the_site():
    site, test = (pins(lock) for lock in LOCKS)

    assert {name: str(pin) for name, pin in test.items() if name in site} == {
        name: str(pin) for name, pin in site.items()
    }

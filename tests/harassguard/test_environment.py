"""The environment is made for real, from a wheel in a folder: whole, or not taken for ready."""

import io
import subprocess
import zipfile
from pathlib import Path

import pytest

from harassguard.bootstrap.environment import RUNNING, TESTING, Environment, prepare
from harassguard.bootstrap.progress import ProgressLine
from harassguard.bootstrap.speech import SetupError

METADATA = "Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def make_wheel(folder: Path, *, version: str) -> None:
    """Write a package of one module that knows its own version."""
    entry = f"tiny-{version}.dist-info"
    with zipfile.ZipFile(folder / f"tiny-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny.py", f"version = '{version}'\n")
        wheel.writestr(f"{entry}/METADATA", METADATA.format(version=version))
        wheel.writestr(f"{entry}/WHEEL", WHEEL)
        names = ["tiny.py", *(f"{entry}/{name}" for name in ("METADATA", "WHEEL", "RECORD"))]
        wheel.writestr(f"{entry}/RECORD", "".join(f"{name},,\n" for name in names))


def require(environment: Environment, version: str) -> None:
    environment.requirements.write_text(f"tiny=={version}\n")


def installed(environment: Environment) -> str:
    code = "import tiny; print(tiny.version)"
    done = subprocess.run(
        [environment.python, "-c", code], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def set_up(environment: Environment) -> str:
    told = io.StringIO()
    prepare(environment, ProgressLine(told))
    return told.getvalue()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment for tiny 1, made from nothing."""
    root = tmp_path_factory.mktemp("checkout")
    (root / TESTING).write_text("-r requirements.txt\n")
    environment = Environment(root, RUNNING)
    make_wheel(root, version="1")
    require(environment, "1")
    with pytest.MonkeyPatch.context() as patch:
        use_folder(patch, root)
        set_up(environment)
    return environment


@pytest.fixture(autouse=True)
def offline(made: Environment, monkeypatch) -> None:
    use_folder(monkeypatch, made.root)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def use_folder(patch: pytest.MonkeyPatch, folder: Path) -> None:
    patch.setenv("PIP_NO_INDEX", "1")
    patch.setenv("PIP_FIND_LINKS", str(folder))
    patch.setenv("PIP_USER", "1")


def test_a_fresh_environment_is_ready_and_holds_the_package(made: Environment) -> None:
    assert made.is_ready()
    assert installed(made) == "1"


def test_what_cannot_be_installed_leaves_nothing_that_is_taken_for_ready(made: Environment) -> None:
    require(made, "9")
    with pytest.raises(SetupError, match=r"set-up\.log"):
        set_up(made)
    assert not made.is_ready()
    require(made, "1")
    assert not made.is_ready()


def test_new_requirements_are_installed_in_place(made: Environment) -> None:
    make_wheel(made.root, version="2")
    require(made, "2")
    assert "1 Python packages" in set_up(made)
    assert made.is_ready()
    assert installed(made) == "2"


def test_a_package_cut_off_half_way_is_installed_again(made: Environment) -> None:
    version = installed(made)
    (made.site_packages / f"tiny-{version}.dist-info" / "RECORD").unlink()
    (made.site_packages / "tiny.py").unlink()
    set_up(made)
    assert installed(made) == version


def test_an_environment_without_pip_is_made_anew(made: Environment) -> None:
    next(made.site_packages.glob("pip-*.dist-info/RECORD")).unlink()
    set_up(made)
    assert made.is_ready()
    assert installed(made)

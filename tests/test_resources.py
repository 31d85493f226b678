from __future__ import annotations

from pathlib import Path

from quizapp.resources import resource


def test_a_checkout_has_its_resources_at_its_root() -> None:
    root = Path(__file__).resolve().parent.parent
    assert resource("seeds") == root / "seeds"
    assert resource("migrations") == root / "migrations"


def test_an_installed_wheel_has_them_in_the_package(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "quizapp"
    (package / "_data" / "seeds").mkdir(parents=True)
    assert resource("seeds", package) == package / "_data" / "seeds"
    assert resource("translations", package) == package.parent / "translations"

"""The PDF: made apart, with our letters in it, from nothing but this package."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizapp.formats.worksheet import (
    LAYOUTS,
    Layout,
    PrintingFailed,
    can_print,
    document,
    printed,
    printer,
)
from quizapp.formats.worksheet.pdf import BASE, FOLDER, SERVED, Refused, served
from tests.formats.worksheet.sheets import letters_of, unpacked, worksheet


@pytest.fixture(scope="module")
def sheets() -> Iterator[dict[Layout, bytes]]:
    """The sheet in every layout, laid open."""
    try:
        yield {layout: unpacked(printed(document(worksheet(layout)))) for layout in LAYOUTS}
    except PrintingFailed as failed:
        if failed.code == "missing":
            pytest.skip("Pango is not installed here, so nothing can be drawn")
        raise


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_pdf_holds_our_letters_and_has_pages(
    layout: Layout, sheets: dict[Layout, bytes]
) -> None:
    opened = sheets[layout]
    assert opened.count(b"/Type /Page\n") + opened.count(b"/Type /Page/") > 1
    assert b"+Sheet-Latin" in opened
    assert (b"+Sheet-Naskh" in opened) or layout == "en"
    assert b"/FontFile" in opened


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_letters_of_the_questions_can_be_read_back_from_it(
    layout: Layout, sheets: dict[Layout, bytes]
) -> None:
    """Not every one: Arabic letters are put together from parts, which several share."""
    found = letters_of(sheets[layout])
    asked = {
        letter
        for question in worksheet(layout).questions
        for lang in worksheet(layout).langs
        for letter in question.item.stem[lang]
        if letter.isalpha()
    }
    assert len(asked & found) > 0.6 * len(asked)


def test_nothing_but_our_fonts_and_style_sheet_is_served() -> None:
    for name in SERVED:
        content, kind = served(f"{BASE}{name}")
        assert content == (FOLDER / name).read_bytes()
        assert kind == SERVED[name]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/secret",
        "https://example.org/font.woff2",
        "data:text/css,a",
        f"{BASE}../../../etc/passwd",
        f"{BASE}site.css",
        f"{BASE}",
        "worksheet.css",
        "http://sheet.invalid@example.org/worksheet.css",
    ],
)
def test_every_other_address_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        served(address)


@pytest.mark.slow
def test_a_document_that_asks_for_files_and_hosts_gets_none(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>canary</text></svg>')
    html = (
        f'<p>x</p><img src="{secret.as_uri()}"><object data="{secret.as_uri()}"></object>'
        f'<link rel="attachment" href="{secret.as_uri()}">'
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">'
    )
    try:
        opened = unpacked(printed(html))
    except PrintingFailed as failed:
        if failed.code == "missing":
            pytest.skip("Pango is not installed here, so nothing can be drawn")
        raise
    assert b"canary" not in opened
    assert b"/EmbeddedFile" not in opened


def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printer, "PROCESS", "timeit")  # Reads no input, runs for seconds.
    with pytest.raises(PrintingFailed) as failed:
        printed("x", patience=0.05)
    assert failed.value.code == "slow"


@pytest.mark.parametrize(("leaves_with", "code"), [(3, "missing"), (1, "failed"), (0, "failed")])
def test_a_process_that_gives_no_pdf_is_a_failure(
    leaves_with: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = subprocess.CompletedProcess[bytes]([], leaves_with, b"no pdf", b"why")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    with pytest.raises(PrintingFailed) as failed:
        printed("x")
    assert failed.value.code == code


def test_the_process_is_told_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary")
    monkeypatch.setenv("DATABASE_URL", "canary")
    assert "canary" not in printer.environment().values()
    assert "PATH" in printer.environment()


def test_a_third_sheet_waits_and_then_gives_up() -> None:
    assert printer._AT_ONCE.acquire()
    assert printer._AT_ONCE.acquire()
    try:
        with pytest.raises(PrintingFailed) as failed:
            printed("x", patience=0.01)
    finally:
        printer._AT_ONCE.release()
        printer._AT_ONCE.release()
    assert failed.value.code == "slow"


def test_the_serving_process_never_loads_what_draws() -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, quizapp.formats.worksheet; print('weasyprint' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "False"
    assert can_print()

"""The report as PDF: real text, tags, charts that are told, and the same bytes again."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import msgspec
import pytest
from django.core.cache import caches
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from briefs import pdf as printing
from briefs.brief import Brief
from briefs.letters import FONTS, MISSING, printable
from briefs.pdf import file_name, inputs_of, pdf_of
from briefs.plain import plain_lines
from briefs.reading import BriefReading
from briefs.refusals import ReportNotPrinted
from briefs.rows import with_brief
from projects.models import Project

MARKUP = st.text(
    st.sampled_from("#*_$`[]{}()\\<>@=-+/~\"'%&;:,.!?| \naZ9أשж漢🍕"), min_size=1, max_size=40
)


LISTS = (
    "use_cases",
    "questions",
    "decisions",
    "hypotheses",
    "trials",
    "live",
    "releases",
    "metrics",
    "themes",
)


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["printed"].clear()


def brief_of(project) -> Brief:
    return BriefReading(with_brief(Project.objects.all()).get(pk=project.pk)).brief


@pytest.fixture
def brief(foreseen):
    return brief_of(foreseen)


def opened(pdf: bytes) -> Any:
    return PdfReader(BytesIO(pdf))


def told(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in opened(pdf).pages)


def elements(pdf: bytes) -> list[tuple[str, str]]:
    """Each element of the structure in order: its kind, and what is said in its place."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif hasattr(node, "get"):
            if "/S" in node:
                found.append((str(node["/S"]), str(node.get("/Alt", ""))))
            if "/K" in node:
                walk(node["/K"])

    walk(opened(pdf).root_object["/StructTreeRoot"])
    return found


def test_it_opens_with_real_text_title_language_and_tags(client, brief, gina):
    client.force_login(gina)
    answer = client.get("/projects/AP/brief.pdf")
    assert answer["Content-Type"] == "application/pdf"
    reader = opened(answer.content)
    assert reader.metadata["/Title"] == "Apollo"
    assert reader.root_object["/Lang"] == "en"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.root_object["/Metadata"].get_data()
    text = told(answer.content)
    for words in ("Land on it.", "Two people on the ground.", "Like flour.", "It bears us."):
        assert words in text
    kinds = {kind for kind, _ in elements(answer.content)}
    assert {"/H1", "/H2", "/H3", "/P", "/Figure"} <= kinds


def test_its_charts_are_drawn_and_told(brief):
    figures = [alt for kind, alt in elements(pdf_of(brief)) if kind == "/Figure"]
    assert any("now 40 kg, with 90 % certainty between" in alt for alt in figures)
    assert b"/Subtype /Image" not in pdf_of(brief)


def test_its_date_is_that_of_the_last_event(brief):
    made = opened(pdf_of(brief)).metadata["/CreationDate"]
    assert made == f"D:{brief.as_of:%Y%m%d%H%M%S}Z"


def test_the_same_inputs_give_the_same_bytes_at_any_time_in_any_zone(brief):
    first = pdf_of(brief)
    inputs = inputs_of(brief)
    for zone in ("Pacific/Kiritimati", "America/Los_Angeles"):
        time.sleep(1.1)  # another second on the clock of whoever sets it
        again = subprocess.run(
            [sys.executable, printing.PROGRAM],
            input=inputs,
            capture_output=True,
            env={"TZ": zone, "LANG": "ar_EG.UTF-8", "HOME": os.sep},
            check=True,
        )
        assert again.stdout == first


def test_the_version_of_the_template_is_among_its_inputs(brief, monkeypatch):
    before = inputs_of(brief)
    monkeypatch.setattr(printing, "template_version", lambda: "another")
    assert inputs_of(brief) != before


def test_an_empty_project_is_printed_too(apollo):
    assert "There is no charter yet" in told(pdf_of(brief_of(apollo)))


@settings(max_examples=25, deadline=None)
@given(words=MARKUP)
def test_what_people_write_is_never_code(words):
    pdf = pdf_of(written(words))
    text = "".join(told(pdf).split())
    for letter in "#*_$@{}":
        assert text.count(letter) >= "".join(printable(words).split()).count(letter)


def written(words: str) -> Brief:
    nothing: dict[str, list[Any]] = {name: [] for name in LISTS}
    values = {
        **nothing,
        "key": "AP",
        "name": words,
        "customer": words,
        "team": words,
        "state": "Active",
        "as_of": "2026-11-30T12:00:00Z",
        "as_of_day": "2026-11-30",
        "goal": "",
        "charter": None,
        "testing": [words],
        "forecast": None,
        "left_out": [],
    }
    return msgspec.convert(values, Brief)


@pytest.mark.parametrize("name", [" ", "\n", "\x07"])
def test_a_name_of_which_nothing_is_seen_is_its_key(name):
    assert opened(pdf_of(written(name))).metadata["/Title"] == "AP"


def test_no_file_is_read_and_nothing_is_run():
    words = '#read("/etc/passwd") #image("/etc/passwd") #import "@preview/cetz:0.3.4" #sys.inputs'
    text = " ".join(told(pdf_of(written(words))).split())
    assert '#read("/etc/passwd")' in text
    assert "root:" not in text


def test_other_scripts_have_letters_and_what_has_none_is_said():
    words = "Москва · مرحبا · שלום · 汉字かな · 한국어 · हिन्दी · ไทย · Ελλάδα · 🍕 · ≤→✓"
    assert printable(words) == words
    assert MISSING not in told(pdf_of(written(words)))
    text = told(pdf_of(written("ꦗꦮ and \x07 \ufffe more")))
    assert f"{MISSING} and" in text
    assert f"Where {MISSING} stands, this PDF has no letters" in text


def test_combined_letters_that_no_font_has_are_no_error():
    assert pdf_of(written("ж\u0315\u20dd\u0e33 a\u0f39")).startswith(b"%PDF")


def test_huge_texts_and_long_words_are_set_in_time():
    long = msgspec.structs.replace(written("x" * 4000), testing=["wide " * 800] * 200)
    began = time.monotonic()
    assert pdf_of(long).startswith(b"%PDF")
    assert time.monotonic() - began < printing.SECONDS


def test_markdown_becomes_lines():
    text = (
        "a **b** [x](https://y.z)\nnext\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<b>"
    )
    assert plain_lines(text) == ["a b x", "next", "• one", "• two", "a · b", "1 · 2", "<b>"]


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Apollo", "Report of Apollo, 30 Nov 2026.pdf"),
        ("../a/b\\c", "Report of a b c, 30 Nov 2026.pdf"),
        ('Say "x"\r\nSet-Cookie: y', "Report of Say x Set-Cookie y, 30 Nov 2026.pdf"),
        ("中文 · عربي", "Report of 中文 · عربي, 30 Nov 2026.pdf"),
        ("...", "Report of AP, 30 Nov 2026.pdf"),
    ],
)
def test_the_file_is_called_after_the_project(name, called):
    assert file_name(written(name)) == called


def test_a_name_in_another_script_reaches_the_browser(client, apollo, alice):
    apollo.edit(name="中文", customer="", business_goal="", by=alice)
    client.force_login(alice)
    disposition = client.get("/projects/AP/brief.pdf")["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''Report%20of%20%E4%B8%AD%E6%96%87")


def test_a_failure_is_a_sentence_and_no_fault(client, api, brief, alice, monkeypatch, tmp_path):
    broken = tmp_path / "broken.py"
    client.force_login(alice)
    for program in ("raise SystemExit(3)", "print('no pdf')"):
        broken.write_text(program)
        monkeypatch.setattr(printing, "PROGRAM", broken)
        page = client.get("/projects/AP/brief.pdf")
        assert page.status_code == 503
        assert "The PDF couldn’t be made just now." in page.content.decode()
        answer = api(alice).get("projects/AP/brief/pdf/")
        assert answer.status_code == 503
        assert "The PDF couldn’t be made just now." in answer.json()["detail"]


def test_what_hangs_is_ended(brief, monkeypatch, tmp_path):
    (tmp_path / "hangs.py").write_text("import time; time.sleep(60)")
    monkeypatch.setattr(printing, "PROGRAM", tmp_path / "hangs.py")
    monkeypatch.setattr(printing, "SECONDS", 0.3)
    with pytest.raises(ReportNotPrinted):
        pdf_of(brief)
    assert not printing._being_set


def test_it_limits_itself():
    """What would take for ever or all memory ends by a signal or an error, and writes nothing."""
    program = (
        "import runpy, sys; m = runpy.run_path(sys.argv[1]);"
        "g = m['main'].__globals__; g['SECONDS'] = 1;"
        "g['pdf_of'] = lambda given: [0 for _ in iter(int, 1)]; m['main']()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, printing.PROGRAM], input=b"", capture_output=True
    )
    assert ended.returncode < 0


def test_who_asks_at_once_waits_for_one(monkeypatch):
    made = []

    def slow(inputs: bytes) -> bytes:
        made.append(inputs)
        time.sleep(0.3)
        return b"%PDF"

    monkeypatch.setattr(printing, "_set", slow)
    brief = written("once")
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: pdf_of(brief), range(6)))
    assert found == [b"%PDF"] * 6
    assert len(made) == 1


def test_more_than_a_few_at_once_are_asked_to_come_again(monkeypatch):
    def slow(inputs: bytes) -> bytes:
        time.sleep(0.4)
        return b"%PDF"

    def ask(name: str) -> str:
        try:
            return pdf_of(written(name)).decode()
        except ReportNotPrinted as refused:
            return refused.sentence

    monkeypatch.setattr(printing, "_set", slow)
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(ask, "abcd"))
    assert said.count("%PDF") == printing.AT_ONCE
    assert "Other reports are being printed; try again in a moment." in said


def test_the_fonts_have_what_coverage_says():
    """One document of all letters: where one of them had none, PDF/UA would be refused."""
    ranges = [line.partition("-") for line in (FONTS / "coverage.txt").read_text().split()]
    letters = []
    for low, _, high in ranges:
        letters += [chr(code) for code in range(int(low, 16), int(high or low, 16) + 1)]
    brief = msgspec.structs.replace(
        written("All"),
        testing=[" ".join(letters[n : n + 400]) for n in range(0, len(letters), 400)],
    )
    reader = opened(pdf_of(brief))
    assert b"pdfuaid:part" in reader.root_object["/Metadata"].get_data()

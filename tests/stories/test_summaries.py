"""The summary from end to end: sources of every line, doubts, edits through versions, the assistant, five outputs alike."""

import io
import re

import pikepdf
import pypdfium2
import pytest
from django.utils import translation
from docx import Document as WordDocument
from openpyxl import load_workbook
from pptx import Presentation

from participation.actions import assistant
from participation.actions import summary_lines as edits
from participation.actions.privacy import forget_submission
from participation.actions.summaries import compile_new_summary
from participation.actions.summary_files import FILES, summary_file
from participation.actions.summary_states import freeze_summary, publish_summary, share_summary
from participation.errors import Conflict, ParticipationError
from participation.models import AuditEntry, Job, Quote, Submission, Summary, SummaryLine
from participation.queries.processes import process_page
from participation.queries.summary_documents import document_of, said_and_done, sealed, stored
from participation.queries.summary_sources import changes_since, differences, doubts, shown_sources, sources_of
from tests.factories.participation import make_area, make_submission, make_theme
from tests.factories.workgroups import assign, make_group
from workgroups.models import Decision

TEXTS = (
    "Kirjaston pitäisi olla auki iltaisin ja viikonloppuisin, numero {n}.",
    "Pyörätie koululle on tehtävä turvalliseksi myös talvella, numero {n}.",
    "En halua että penkit viedään rannalta, vanhukset levähtävät niillä, numero {n}.",
    "Milloin uimahalli avataan uudelleen kaikille asukkaille, numero {n}?",
)


@pytest.fixture
def town(process, coordinator):
    """Forty contributions in two themes, three areas and two groups; three published decisions."""
    themes, areas = [make_theme(process) for _ in range(2)], [make_area() for _ in range(3)]
    groups = [make_group(process, code=code) for code in ("1", "2")]
    rows = []
    for n in range(40):
        row = make_submission(
            process, text=TEXTS[n % 4].format(n=n), theme=themes[n % 2], area=areas[n % 3] if n % 5 else None,
            language="sv" if n % 13 == 0 else "fi", channel="paper" if n % 3 == 0 else "form",
        )  # fmt: skip
        assign(row, groups[n % 2])
        rows.append(row)
    for row, outcome in zip(rows[:3], ("adopted", "partly_adopted", "not_adopted"), strict=True):
        Decision.objects.create(
            submission=row, group=groups[rows.index(row) % 2], outcome=outcome, reason={"fi": "Siksi"},
            next_step={"fi": "Asia tehdään."} if outcome == "adopted" else {}, decided_by=coordinator,
            published_on="2026-02-01",
        )  # fmt: skip
        Submission.objects.filter(pk=row.pk).update(state="published")
    return rows


@pytest.fixture
def summary(town, process, coordinator):
    return compile_new_summary(process, by=coordinator).summary


def line_of(summary, key):
    return SummaryLine.objects.select_related("summary").get(summary=summary, key=key)


def test_every_line_opens_its_sources(summary):
    lines = list(SummaryLine.objects.filter(summary=summary))
    assert {"short", "who", "numbers", "themes", "groups", "questions", "channels", "steps"} == {
        one.section for one in lines
    }
    for line in lines:
        rows = sources_of(summary, line)
        assert rows, line.key
        shown = shown_sources(rows)
        assert all(one.text and one.address for one in shown), line.key
        assert sum(line.rests.values()) == len(rows)
    quotes = list(Quote.objects.filter(summary=summary))
    assert {quote.role for quote in quotes} == {"typical", "dissenting", "question"}


def test_what_rests_on_nothing_is_not_said(process, town, coordinator):
    Decision.objects.all().delete()
    plain = compile_new_summary(process, by=coordinator).summary
    told = {line.key: sources_of(plain, line) for line in SummaryLine.objects.filter(summary=plain)}
    assert len(told["steps.n"]) == 40  # that no step is written down rests on everything that could have led to one
    assert all(told.values())
    Submission.objects.all().delete()
    empty = compile_new_summary(process, by=coordinator).summary
    assert not SummaryLine.objects.filter(summary=empty).exists()
    with translation.override("fi"):
        assert all(summary_file(document_of(empty), kind) for kind in FILES)


def test_two_compilations_are_equal(summary, process):
    first = [(one.key, one.texts, one.cells, one.where) for one in SummaryLine.objects.filter(summary=summary)]
    seal = sealed(summary)
    Summary.objects.all().delete()
    again = compile_new_summary(process, by=None).summary
    assert [(one.key, one.texts, one.cells, one.where) for one in SummaryLine.objects.filter(summary=again)] == first
    Quote.objects.filter(summary=again)
    assert sealed(again) == seal


def doubtful(summary):
    return doubts(SummaryLine.objects.filter(summary=summary), changes_since(summary))


def test_erasing_one_source_flags_exactly_the_lines_that_rest_on_it(summary, town):
    assert doubtful(summary) == {}
    gone = town[7]
    lines = list(SummaryLine.objects.filter(summary=summary))
    resting = {line.key for line in lines if str(gone.pk) in {row["ref"] for row in sources_of(summary, line)}}
    assert 0 < len(resting) < len(lines)
    forget_submission(Submission.objects.get(pk=gone.pk))
    told = doubtful(summary)
    assert set(told) == resting
    assert {what for one in told.values() for what in one} <= {"gone", "erased"}


def test_late_contributions_and_recoding_flag_what_they_touch(summary, town, process):
    late = make_submission(process, text="Myöhäinen ajatus puistosta.", theme=town[0].theme)
    told = doubtful(summary)
    assert told["short.received"] == {"late": 1}
    assert f"themes.{town[0].theme.slug}.n" in told
    assert f"themes.{town[1].theme.slug}.n" not in told
    Submission.objects.filter(pk=late.pk).delete()
    Submission.objects.filter(pk=town[8].pk).update(theme=town[1].theme)
    told = doubtful(summary)
    assert f"themes.{town[1].theme.slug}.n" in told
    assert f"themes.{town[0].theme.slug}.n" in told
    assert "short.received" not in told
    assert "channels.channels" not in told


def test_a_new_version_keeps_what_people_did_and_shows_what_changed(summary, process, coordinator):
    edits.edit_line(line_of(summary, "short.received"), {"fi": "Kiitos 40 palautteesta."}, by=coordinator)
    edits.leave_out_line(line_of(summary, "short.method"), by=coordinator)
    edits.move_line(line_of(summary, "short.decided"), -1, by=coordinator)
    edits.move_section(summary, "channels", -1, by=coordinator)
    own = edits.add_line(summary, "short", {"fi": "Oma lause."}, by=coordinator, note="Valtuusto 1.2.2026 § 5")
    alike = edits.add_line(summary, "who", {"fi": "Toinen."}, by=coordinator, rests_like="who.told")
    assert alike.where == line_of(summary, "who.told").where
    quote = edits.judge_quote(Quote.objects.filter(summary=summary).first(), approve=True, by=coordinator)
    make_submission(process)
    newer = compile_new_summary(process, by=coordinator).summary
    edited = line_of(newer, "short.received")
    assert (edited.texts, edited.made["fi"], edited.news) == (
        {"fi": "Kiitos 40 palautteesta."},
        "Saimme 41 palautetta.",
        "conflict",
    )
    assert line_of(newer, "short.method").is_removed
    assert line_of(newer, own.key).note == "Valtuusto 1.2.2026 § 5"
    places = list(SummaryLine.objects.filter(summary=newer, section="short").values_list("key", flat=True))
    assert places.index("short.decided") < places.index("short.period")
    assert newer.section_order == summary.section_order
    assert Quote.objects.filter(summary=newer, reference=quote.reference, approved_at__isnull=False).exists()
    found = differences(SummaryLine.objects.filter(summary=summary), SummaryLine.objects.filter(summary=newer), "fi")
    changed = [one for one in found if one.kind == "changed" and one.section == "numbers"]
    assert any(("added", "1") in one.words or "1" in dict(one.words).get("added", "") for one in changed)
    restored = edits.restore_line(edited, by=coordinator)
    assert restored.texts["fi"] == "Saimme 41 palautetta."


@pytest.mark.parametrize(
    ("refused", "code"),
    [
        (lambda s, p: edits.edit_line(line_of(s, "short.received"), {"fi": " "}, by=p), "empty"),
        (lambda s, p: edits.add_line(s, "short", {"fi": "Väite."}, by=p), "no_source"),
        (lambda s, p: edits.add_line(s, "short", {}, by=p, note="Lähde"), "empty"),
        (lambda s, p: edits.move_section(s, "moon", 1, by=p), "unknown_section"),
        (lambda s, p: freeze_summary(s, " ", by=p), "no_meeting"),
        (lambda s, p: publish_summary(s, by=p, embargo_until=s.compiled_at), "past"),
        (lambda s, p: assistant.order_drafts(s, "short", by=p), "assistant_off"),
        (lambda s, p: compile_new_summary(s.process, "theme:none", by=p), "unknown_part"),
    ],
)
def test_refusals_change_nothing(summary, coordinator, refused, code):
    before = AuditEntry.objects.count()
    with pytest.raises(ParticipationError) as refusal:
        refused(summary, coordinator)
    assert refusal.value.code == code
    assert AuditEntry.objects.count() == before


def test_the_seal_is_of_what_stands_and_not_of_what_was_loaded(summary, coordinator):
    loaded = Summary.objects.select_related("process").get(pk=summary.pk)
    edits.move_section(summary, "numbers", -1, by=coordinator)
    freeze_summary(loaded, "Kaupunginhallitus", by=coordinator)
    assert sealed(Summary.objects.get(pk=summary.pk)) == Summary.objects.get(pk=summary.pk).seal


def test_a_frozen_version_is_sealed_and_changes_no_more(summary, coordinator):
    edits.approve_quotes(summary, by=coordinator)
    freeze_summary(summary, "Kaupunginhallitus", by=coordinator)
    assert sealed(summary) == summary.seal
    line = line_of(summary, "short.received")
    for change in (
        lambda: edits.edit_line(line, {"fi": "Muu."}, by=coordinator),
        lambda: edits.leave_out_line(line, by=coordinator),
        lambda: edits.judge_quote(Quote.objects.filter(summary=summary).first(), approve=False, by=coordinator),
        lambda: freeze_summary(summary, "Toinen", by=coordinator),
    ):
        with pytest.raises(Conflict):
            change()
    SummaryLine.objects.filter(pk=line.pk).update(texts={"fi": "Väärennetty"})
    assert sealed(summary) != summary.seal


@pytest.mark.parametrize("scope", ["theme", "area", "group", "workshop", "survey"])
def test_parts_of_each_kind(town, process, scope):
    Submission.objects.filter(pk__in=[row.pk for row in town[:12]]).update(
        provenance={"survey": "s1", "workshop": "W1"}
    )
    from participation.models import Workshop
    from tests.factories.surveys import make_survey

    Workshop.objects.create(process=process, code="W1", name={"fi": "Ilta"}, starts="2026-01-01T12:00Z")
    make_survey(process, slug="s1")
    row = town[1]
    code = {
        "theme": f"theme:{row.theme.slug}",
        "area": f"area:{row.area.slug}",
        "group": "2",
        "workshop": "workshop:W1",
    }
    n = {"theme": 20, "area": Submission.objects.filter(area=row.area).count(), "group": 20}.get(scope, 12)
    part = compile_new_summary(process, code.get(scope, "survey:s1"), by=None).summary
    assert part.content["n"] == n
    assert part.scope_name
    if scope == "survey":  # fewer responses than the threshold stand behind it: nothing is quoted
        assert not Quote.objects.filter(summary=part).exists()


def written(document):
    """Every number of a document: of sentences, charts, figures."""
    told = [one.told for one in document.figures]
    for chapter in document.chapters:
        for block in chapter.blocks:
            told += [block.text] if block.kind == "sentence" else []
            told += [bar.told for bar in block.bars]
    return told


def squeezed(text):
    return re.sub(r"\s+", "", text.replace("\u00ad", ""))


def words_of_pptx(content):
    told = []
    for slide in Presentation(io.BytesIO(content)).slides:
        assert slide.shapes.title.text_frame.text
        for shape in slide.shapes:
            inside = (
                shape.left >= 0,
                shape.top >= 0,
                shape.left + shape.width <= 12192000,
                shape.top + shape.height <= 6858000,
            )
            assert all(inside), shape.name
            if shape.has_text_frame:
                told.append(shape.text_frame.text)
            if shape.has_chart:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
                plot = shape.chart.plots[0]
                told += [
                    f"{name} {'' if n is None else int(n)}"
                    for name, n in zip(plot.categories, plot.series[0].values, strict=True)
                ]
            if shape.has_table:
                told += [cell.text for row in shape.table.rows for cell in row.cells]
    return " ".join(told)


def words_of(kind, content):
    """The words of a file, read back from it."""
    if kind == "pdf":
        pages = pypdfium2.PdfDocument(content)
        return " ".join(page.get_textpage().get_text_bounded() for page in pages)
    if kind == "docx":
        file = WordDocument(io.BytesIO(content))
        cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
        return " ".join([one.text for one in file.paragraphs] + cells)
    if kind == "xlsx":
        book = load_workbook(io.BytesIO(content))
        return " ".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
        )
    return words_of_pptx(content)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_five_outputs_carry_the_same_numbers(summary, coordinator, client, language):
    edits.approve_quotes(summary, by=coordinator)
    freeze_summary(summary, "Kaupunginhallitus", by=coordinator)
    publish_summary(summary, by=coordinator)
    with translation.override(language):
        document = document_of(summary)
        files = {kind: summary_file(document, kind) for kind in FILES}
    page = client.get(f"/{language}/summaries/{summary.pk}/").content.decode()
    texts = {"html": squeezed(re.sub(r"<[^>]+>", " ", page).replace("&#x27;", "'"))}
    texts |= {kind: squeezed(words_of(kind, content)) for kind, content in files.items()}
    told = written(document)
    assert len(told) > 30
    for kind, text in texts.items():
        missing = [one for one in told if squeezed(one) not in text]
        assert not missing, (kind, missing[:3])
        bars = [bar for chapter in document.chapters for block in chapter.blocks for bar in block.bars]
        assert all(squeezed(bar.label) in text for bar in bars), kind
    seal = squeezed(summary.printed_seal)
    assert all(seal in text for text in texts.values())
    pdf = pikepdf.open(io.BytesIO(files["pdf"]))
    assert pdf.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in pdf.Root
    assert str(pdf.Root.Lang).startswith(language)
    metadata = pdf.open_metadata()
    assert metadata["pdfuaid:part"] == "1"
    assert document.subtitle in str(metadata["dc:title"])


def test_only_approved_quotes_and_kept_lines_are_shown(summary, coordinator):
    assert not stored(summary).quotes
    quote = Quote.objects.filter(summary=summary).first()
    edits.judge_quote(quote, approve=True, by=coordinator)
    edits.leave_out_line(line_of(summary, "short.received"), by=coordinator)
    read = stored(summary)
    assert [one.pk for quotes in read.quotes.values() for one in quotes] == [quote.pk]
    assert "short.received" not in {line.key for line in read.lines}


def test_said_and_done_leads_to_the_newest_published_summary(summary, process, coordinator):
    assert said_and_done(process) is None
    publish_summary(summary, by=coordinator)
    told = said_and_done(process)
    assert [figure.told for figure in told.figures] == ["40", "3", "1"]
    assert "participation.summaries" in {panel.key for panel in process_page(process).panels}


def test_progress_is_noted_on_the_job(town, process, coordinator, monkeypatch):
    from participation.actions.summaries import compile_ordered_summary, order_summary

    job, seen = order_summary(process, by=coordinator), []
    update = type(Job.objects.all()).update
    monkeypatch.setattr(
        type(Job.objects.all()), "update", lambda rows, **new: seen.append(new.get("progress")) or update(rows, **new)
    )
    compile_ordered_summary(job.reference)
    shares = [share for share in seen if share is not None]
    assert shares == sorted(shares)
    assert len(shares) > 4
    assert shares[-1] == 95


def test_sharing_lets_members_read_and_happens_once(summary, coordinator):
    share_summary(summary, by=coordinator)
    with pytest.raises(Conflict):
        share_summary(summary, by=coordinator)


def test_word_in_the_template_of_the_town(summary, tmp_path, settings):
    own = WordDocument()
    own.sections[0].header.paragraphs[0].text = "Mallikaupunki · Dnro"
    own.styles["Heading 1"].font.name = "Georgia"
    own.add_paragraph("Ohje: poista tämä")
    own.styles.element.remove(own.styles["Intense Quote"].element)
    own.save(str(tmp_path / "own.docx"))
    with translation.override("fi"):
        document = document_of(summary)
    plain = WordDocument(io.BytesIO(summary_file(document, "docx")))
    settings.SUMMARY_TEMPLATE = str(tmp_path / "own.docx")
    made = WordDocument(io.BytesIO(summary_file(document, "docx")))
    assert made.sections[0].header.paragraphs[0].text == "Mallikaupunki · Dnro"
    assert made.styles["Heading 1"].font.name == "Georgia"
    assert document.foot in [paragraph.text for paragraph in made.sections[0].footer.paragraphs]
    said = [paragraph.text for paragraph in made.paragraphs]
    assert "Ohje: poista tämä" not in said
    assert said == [paragraph.text for paragraph in plain.paragraphs]

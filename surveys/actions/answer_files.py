"""Files of answers that take a while: ordered by staff, made by a job, counted while they grow, deleted after a week."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
import random
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.jobs import add_job
from participation.errors import ParticipationError
from participation.logic.masking import mask
from participation.models.people import Person
from surveys.actions.exports import coded_rows, export_file, write_ddi
from surveys.gateways.attachments import delete_attachments, write_attachment
from surveys.gateways.parquet import has_parquet, write_parquet
from surveys.gateways.spss import write_sav
from surveys.logic.codebooks import codebook_rows
from surveys.logic.exports import safe_cell
from surveys.logic.inhabitants import bands_of, sexes_of
from surveys.logic.open_data import open_data
from surveys.logic.questionnaire.places import items_of
from surveys.logic.variables import variables_of, words_in
from surveys.models.files import LICENCE, AnswerFile, PublishedData
from surveys.models.responses import Response
from surveys.models.surveys import Survey
from surveys.queries.answer_files import shown_tables
from surveys.queries.coded import export_shapes
from surveys.queries.counting import forms_of
from surveys.queries.responses import stored

MAKE, PURGE = "surveys.make_file", "surveys.purge_files"
KEPT = datetime.timedelta(days=7)
STEP = 500
README = """{title}
Open data of a survey of {town}, made on {day}.

Licence: Creative Commons Attribution 4.0 International (CC BY 4.0), {licence}
You may use, share and change the data if you name the source: {town}, {title}, {day}.

answers.csv   one row a response, in random order. Rows: {rows}.
texts.csv     what was written, without a link to any row; names and numbers are masked by a machine. Texts: {texts}.
codebook.csv  what the columns mean.

* means hidden: fewer than {k} people gave this answer, or a hidden number could be calculated from it. Numbers are given
as steps. A column is left out where it would tell who somebody is together with another one, or tell more than the
published results do. Dates, places on the map and files are left out. The respondents chose themselves to answer.
"""
Row = TypeVar("Row")


def order_file(survey: Survey, kind: str, *, language: str, by: Person) -> AnswerFile:
    """Order a file; raises ParticipationError for a kind that cannot be made here."""
    if kind not in kinds_offered():
        raise ParticipationError(_("This kind of file cannot be made here."), "unknown_kind")
    with transaction.atomic():
        total = Response.objects.filter(survey=survey).count()
        one = AnswerFile.objects.create(survey=survey, kind=kind, language=language, by=by, total=total)
        add_job(MAKE, one.pk)
        add_audit_entry("order_answer_file", survey, by=by, kind=kind, rows=total)
    return one


def kinds_offered() -> list[str]:
    """Return the kinds of files that can be made here."""
    return [kind for kind in AnswerFile.Kind.values if kind != "parquet" or has_parquet()]


def make_file(one: AnswerFile) -> None:
    """Write an ordered file and store it whole; a file that is there already stays."""
    if one.state != AnswerFile.State.WAITING:
        return
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "file"
        rows = WRITERS[one.kind](one, target)
        data = target.read_bytes()
    name = write_attachment(data)
    sums = {"rows": rows, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "name": name}
    with transaction.atomic():
        waiting = AnswerFile.objects.filter(pk=one.pk, state=AnswerFile.State.WAITING)
        if waiting.update(state=AnswerFile.State.READY, **sums) != 1:
            delete_attachments([name])
            return
        add_job(PURGE, one.pk, available_at=timezone.now() + KEPT)


def archive_answers(survey: Survey) -> None:
    """Order the Parquet file of a closed survey, which stays; nothing where Parquet cannot be written."""
    if not has_parquet() or AnswerFile.objects.filter(survey=survey, kind="parquet", by=None).exists():
        return
    with transaction.atomic():
        total = Response.objects.filter(survey=survey).count()
        one = AnswerFile.objects.create(survey=survey, kind="parquet", total=total)
        add_job(MAKE, one.pk)
        add_audit_entry("archive_answers", survey, by=None, rows=total)


def archive_anew(survey: Survey) -> None:
    """Order the Parquet file of a closed survey again after late answers; nothing where there is none."""
    old = AnswerFile.objects.filter(survey=survey, kind="parquet", by=None)
    names = [one.name for one in old if one.name]
    if old.delete()[0]:
        archive_answers(survey)
        transaction.on_commit(lambda: delete_attachments(names))


def purge_file(one: AnswerFile) -> None:
    """Delete a file that was kept long enough; the archive of a closed survey stays."""
    if (one.by_id is None and one.kind == "parquet") or PublishedData.objects.filter(file=one).exists():
        return
    with transaction.atomic():
        one.delete()
        transaction.on_commit(lambda: delete_attachments([one.name] if one.name else []))


def note_download(one: AnswerFile, *, by: Person) -> None:
    """Note who took a file home."""
    add_audit_entry("download_answer_file", one.survey, by=by, kind=one.kind, rows=one.rows)


def told(rows: Iterable[Row], one: AnswerFile) -> Iterator[Row]:
    """Yield rows and tell now and then how many were written."""
    for number, row in enumerate(rows, start=1):
        yield row
        if number % STEP == 0:
            AnswerFile.objects.filter(pk=one.pk).update(rows=number)


def sav(one: AnswerFile, target: Path) -> int:
    """Write the SPSS file."""
    variables = variables_of(export_shapes(one.survey))
    rows = told(coded_rows(one.survey, variables), one)
    return write_sav(target, variables, rows, language=one.language, title=words_in(one.survey.title, one.language))


def script(one: AnswerFile, target: Path) -> int:
    """Write a script for SPSS or R and the coded CSV that it reads, together."""
    syntax = target.with_name(f"{one.survey.slug}.{'R' if one.kind == 'r' else one.kind}")
    rows = export_file(one.survey, one.kind, syntax, language=one.language)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(syntax, syntax.name)
        archive.write(syntax.with_suffix(".csv"), f"{one.survey.slug}.csv")
    return rows


def ddi(one: AnswerFile, target: Path) -> int:
    """Write the description of the data."""
    variables = variables_of(export_shapes(one.survey))
    return write_ddi(target, one.survey, variables, told(coded_rows(one.survey, variables), one))


def codebook(one: AnswerFile, target: Path) -> int:
    """Write what the columns mean."""
    rows = codebook_rows(variables_of(export_shapes(one.survey)))
    write_csv(target, rows)
    return len(rows) - 1


def geojson(one: AnswerFile, target: Path) -> int:
    """Write all places that were marked, in an order that tells nothing."""
    names = [shape.name for shape in forms_of(one.survey).shapes.values() if shape.type == "map"]
    features = [
        {"type": "Feature", "geometry": item["geometry"], "properties": {"question": name, "text": item.get("text") or ""}}
        for _about, answers in told(stored(one.survey, in_results=True), one)
        for name in names
        for item in items_of(answers.get(name))
        if item.get("geometry")
    ]  # fmt: skip
    random.SystemRandom().shuffle(features)
    found = {"type": "FeatureCollection", "features": features, "numberReturned": len(features)}
    target.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return len(features)


def parquet(one: AnswerFile, target: Path) -> int:
    """Write the coded rows as Parquet."""
    variables = variables_of(export_shapes(one.survey))
    return write_parquet(target, variables, told(coded_rows(one.survey, variables), one))


def open_file(one: AnswerFile, target: Path) -> int:
    """Write what everybody may have: rows, texts, codebook and how they were made."""
    shapes = forms_of(one.survey).shapes
    variables = variables_of(shapes.values())
    telling = [name for name, shape in shapes.items() if shape.role == "area" or bands_of(shape) or sexes_of(shape)]
    answers = [(str(about[1]), document) for about, document in told(stored(one.survey, in_results=True), one)]
    found = open_data(
        answers,
        variables,
        telling,
        shown_tables(one.survey),
        one.survey.threshold,
        mask=lambda text, language: mask(text, language).text,
        shuffle=random.SystemRandom().shuffle,
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        told_of = [v for v in variables if v.name in found.rows[0] or v.is_text]
        for name, rows in (("answers", found.rows), ("texts", found.texts), ("codebook", codebook_rows(told_of))):
            path = target.with_name(f"{name}.csv")
            write_csv(path, rows)
            archive.write(path, path.name)
        words = {
            "title": words_in(one.survey.title, one.language),
            "town": settings.CITY_NAME,
            "day": timezone.localdate().isoformat(),
            "licence": LICENCE,
            "k": one.survey.threshold,
        }
        archive.writestr("README.txt", README.format(rows=len(found.rows) - 1, texts=len(found.texts) - 1, **words))
    return len(found.rows) - 1


def write_csv(path: Path, rows: Iterable[Iterable[object]]) -> None:
    """Write rows as CSV in UTF-8 with a byte order mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        csv.writer(target).writerows(
            [safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
        )


WRITERS: dict[str, Callable[[AnswerFile, Path], int]] = {
    "sav": sav,
    "sps": script,
    "r": script,
    "ddi": ddi,
    "codebook": codebook,
    "geojson": geojson,
    "parquet": parquet,
    "open": open_file,
}

"""Words by which contributions are found: base forms kept beside the text, with the look-up each database does best."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.backends.ddl_references import Statement, Table
from django.utils.translation import gettext_lazy as _

from participation.logic.search import Wanted


class WordsField(models.TextField):  # type: ignore[type-arg]  # Django's fields take no types while running
    """Words that are only ever looked for: PostgreSQL keeps them split, so that a wide search reads no text anew."""

    def db_type(self, connection: Any) -> str | None:
        """Return the type of the column."""
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)

    def get_placeholder(self, value: object, compiler: Any, connection: Any) -> str:  # noqa: ARG002 -- as Django calls it
        """Return what stands for a value in a statement."""
        return "to_tsvector('simple', %s)" if connection.vendor == "postgresql" else "%s"


class WordsIndex(models.Index):
    """Whole words of a text, on PostgreSQL; other databases read through the narrow table."""

    def create_sql(self, model: type[models.Model], schema_editor: Any, using: str = "", **kwargs: Any) -> Statement:  # noqa: ARG002 -- as Django calls it
        """Return the statement that makes the index; a comment where there is none."""
        field = model._meta.get_field(self.fields[0])  # noqa: SLF001
        column = schema_editor.quote_name(field.column)  # type: ignore[union-attr]
        words = f"USING gin ({split(field, column)})"
        postgres = schema_editor.connection.vendor == "postgresql"
        template = f"CREATE INDEX %(name)s ON %(table)s {words}" if postgres else "-- %(name)s %(table)s"
        table = Table(model._meta.db_table, schema_editor.quote_name)  # noqa: SLF001
        return Statement(template, name=schema_editor.quote_name(self.name), table=table)

    def remove_sql(self, model: type[models.Model], schema_editor: Any, **kwargs: Any) -> Statement:  # type: ignore[override]  # noqa: ARG002 -- as Django calls it
        """Return the statement that removes the index."""
        table = Table(model._meta.db_table, schema_editor.quote_name)  # noqa: SLF001
        return Statement(
            "DROP INDEX IF EXISTS %(name)s -- %(table)s", name=schema_editor.quote_name(self.name), table=table
        )


@models.TextField.register_lookup
class HoldsWords(models.Lookup):
    """Every wanted word stands in the text, in one of its forms."""

    lookup_name = "holds_words"
    prepare_rhs = False
    rhs: list[Wanted]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Return a reading of the words, which have a space on both sides."""
        column, values = self.process_lhs(compiler, connection)
        parts, parameters = [], []
        for wanted in self.rhs:
            parts.append("(" + " OR ".join(f"instr({column}, %s) > 0" for _form in wanted.forms) + ")")
            for form in wanted.forms:
                parameters += [*values, f" {form}" if wanted.is_beginning else f" {form} "]
        return " AND ".join(parts) or "1 = 1", parameters

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return the question that the index answers."""
        column, values = self.process_lhs(compiler, connection)
        asked = " & ".join(
            "(" + " | ".join(f"'{form}'{':*' if wanted.is_beginning else ''}" for form in wanted.forms) + ")"
            for wanted in self.rhs
        )
        return f"{split(self.lhs.output_field, column)} @@ to_tsquery('simple', %s)", [*values, asked]


def split(field: Any, column: str) -> str:
    """Return the words of a column as PostgreSQL compares them: kept so already, or split when they are read."""
    return column if isinstance(field, WordsField) else f"to_tsvector('simple', {column})"


class SearchTextQuerySet(models.QuerySet["SearchText"]):
    """Which texts."""

    def holding(self, wanted: Iterable[Wanted]) -> SearchTextQuerySet:
        """Keep those that hold every wanted word in one of its forms."""
        return self.filter(words__holds_words=list(wanted))


class SearchText(models.Model):
    """What one contribution can be found by; made by a job, erased with the words it was made of."""

    submission = models.OneToOneField(
        "participation.Submission",
        models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("contribution"),
    )
    words = WordsField(_("base forms and parts of compounds"))
    format = models.PositiveSmallIntegerField(_("how they were made"))

    objects = SearchTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("words of a contribution")
        verbose_name_plural = _("words of contributions")
        indexes = [
            WordsIndex(fields=["words"], name="search_by_words"),
            models.Index(fields=["format"], name="search_by_format"),
        ]

    def __str__(self) -> str:
        return str(self.submission_id)

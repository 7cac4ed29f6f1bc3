"""Door to PowerPoint: a summary as slides for the council, charts as real charts with a description in words."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from participation.logic.summary_documents import Block, Chapter, Document, palette_of

SENTENCES = 7  # on a slide
LETTERS = 600
QUOTES = 3
MOST_BARS = 12
ROWS = 5  # of a table on a slide
LOCALES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}


def slide_file(document: Document) -> bytes:
    """Return the PPTX of a summary: cover, then a slide or more for each section."""
    from pptx import Presentation  # noqa: PLC0415 -- slow import
    from pptx.util import Inches  # noqa: PLC0415 -- slow import

    show = Presentation()
    show.slide_width, show.slide_height = Inches(13.333), Inches(7.5)
    show.core_properties.title = f"{document.title} – {document.subtitle}"
    show.core_properties.author = document.city
    show.core_properties.language = LOCALES.get(document.language, "fi-FI")
    cover(show, document)
    for chapter in document.chapters:
        for words in pages_of([block for block in chapter.blocks if block.kind == "sentence"]):
            words_slide(show, document, chapter, words)
        for block in chapter.blocks:
            if block.kind == "chart":
                chart_slides(show, document, block)
            elif block.kind == "quotes":
                for start in range(0, len(block.voices), QUOTES):
                    quotes_slide(show, document, block, block.voices[start : start + QUOTES])
            elif block.kind in ("decisions", "steps"):
                list_slides(show, document, chapter, block)
    kept = BytesIO()
    show.save(kept)
    return kept.getvalue()


def pages_of(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield sentences in portions that fit on a slide."""
    page: list[Block] = []
    for block in blocks:
        if page and (len(page) == SENTENCES or sum(len(one.text) for one in [*page, block]) > LETTERS):
            yield page
            page = []
        page.append(block)
    if page:
        yield page


def colour(hexadecimal: str) -> Any:
    """Return a colour."""
    from pptx.dml.color import RGBColor  # noqa: PLC0415 -- slow import

    return RGBColor.from_string(hexadecimal.upper())  # type: ignore[no-untyped-call]


def box(slide: Any, place: tuple[float, float, float, float], lines: Sequence[tuple[str, float, bool, str]]) -> Any:
    """Write lines (words, size, bold, colour) into a box at (left, top, width, height) in inches."""
    from pptx.enum.text import MSO_AUTO_SIZE  # noqa: PLC0415 -- slow import
    from pptx.util import Inches, Pt  # noqa: PLC0415 -- slow import

    shape = slide.shapes.add_textbox(*(Inches(one) for one in place))
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    for number, (words, size, bold, tint) in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(size / 2)
        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, "Calibri"
        run.font.color.rgb = colour(tint)
    return shape


def cover(show: Any, document: Document) -> None:
    """Write the first slide: the city's colours, the title, numbers first."""
    from pptx.util import Inches  # noqa: PLC0415 -- slow import

    deep, _bright, pale = palette_of(document.theme)
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = colour(deep)
    write_title(slide, document.title, (0.9, 1.5, 11.5, 1.7), 40, "ffffff")
    box(slide, (0.9, 0.7, 11.5, 0.6), [(document.city, 18, True, pale)])
    box(slide, (0.9, 3.2, 11.5, 0.8), [(document.subtitle, 22, False, "ffffff")])
    width = 11.5 / max(1, len(document.figures))
    for place, figure in enumerate(document.figures):
        ground = slide.shapes.add_shape(1, Inches(0.9 + place * width), Inches(4.5), Inches(width - 0.3), Inches(1.7))
        ground.fill.solid()
        ground.fill.fore_color.rgb = colour(pale)
        ground.line.fill.background()
        ground.name = f"figure {place + 1}"
        spot = (1.05 + place * width, 4.6, width - 0.6, 1.5)
        box(slide, spot, [(figure.told, 36, True, deep), (figure.label, 16, False, "222222")])
    facts = " · ".join(f"{label}: {words}" for label, words in document.facts)
    box(slide, (0.9, 6.7, 11.5, 0.5), [(facts, 12, False, "ffffff")])


def write_title(slide: Any, words: str, place: tuple[float, float, float, float], size: float, tint: str) -> None:
    """Write a slide's title into its own place, so that every slide can be found by name."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN  # noqa: PLC0415 -- slow import
    from pptx.util import Inches, Pt  # noqa: PLC0415 -- slow import

    title = slide.shapes.title
    title.left, title.top, title.width, title.height = (Inches(one) for one in place)
    frame = title.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.text = words
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    for run in paragraph.runs:
        run.font.size, run.font.bold, run.font.name = Pt(size), True, "Calibri"
        run.font.color.rgb = colour(tint)


def new_slide(show: Any, document: Document, title: str) -> Any:
    """Return a slide with its title, a bar in the city's colour and the foot."""
    from pptx.util import Inches  # noqa: PLC0415 -- slow import

    deep, bright, _pale = palette_of(document.theme)
    slide = show.slides.add_slide(show.slide_layouts[5])
    bar = slide.shapes.add_shape(1, 0, 0, Inches(0.28), Inches(7.5))
    bar.fill.solid()
    bar.fill.fore_color.rgb = colour(bright)
    bar.line.fill.background()
    write_title(slide, title, (0.8, 0.4, 11.8, 1.0), 28 if len(title) < 60 else 22, deep)
    box(slide, (0.8, 6.95, 11.8, 0.4), [(document.foot, 11, False, "5a5a5a")])
    return slide


def words_slide(show: Any, document: Document, chapter: Chapter, blocks: Sequence[Block]) -> None:
    """Write sentences, each on its own line."""
    slide = new_slide(show, document, chapter.title)
    box(slide, (0.8, 1.6, 11.8, 5.2), [(block.text, 20, False, "222222") for block in blocks])


def chart_slides(show: Any, document: Document, block: Block) -> None:
    """Draw bars as a native chart; many bars go over several slides."""
    from pptx.chart.data import CategoryChartData  # noqa: PLC0415 -- slow import
    from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION  # noqa: PLC0415 -- slow import
    from pptx.util import Inches, Pt  # noqa: PLC0415 -- slow import

    deep, bright, _pale = palette_of(document.theme)
    pages = [block.bars[start : start + MOST_BARS] for start in range(0, len(block.bars), MOST_BARS)]
    for number, bars in enumerate(pages):
        title = block.text if len(pages) == 1 else f"{block.text} ({number + 1}/{len(pages)})"
        slide = new_slide(show, document, title)
        data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
        data.categories = [bar.label if bar.n is not None else f"{bar.label} ({bar.told})" for bar in bars]
        data.add_series(document.words["number"], [bar.n for bar in bars])
        kind = XL_CHART_TYPE.COLUMN_CLUSTERED if block.over_time else XL_CHART_TYPE.BAR_CLUSTERED
        place = (Inches(0.8), Inches(1.5), Inches(11.8), Inches(5.3))
        frame = slide.shapes.add_chart(kind, *place, data)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", block.alt)  # noqa: SLF001 -- the library has no other way
        chart = frame.chart
        chart.has_legend, chart.has_title = False, False
        chart.font.size, chart.font.name = Pt(14), "Calibri"
        plot = chart.plots[0]
        plot.gap_width, plot.has_data_labels = 45, True
        plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
        plot.data_labels.font.size, plot.data_labels.font.bold = Pt(14), True
        plot.series[0].format.fill.solid()
        plot.series[0].format.fill.fore_color.rgb = colour(bright if block.over_time else deep)
        chart.category_axis.reverse_order = not block.over_time
        chart.category_axis.format.line.fill.background()
        chart.category_axis.major_tick_mark = -4142  # none
        chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False


def quotes_slide(show: Any, document: Document, block: Block, voices: Sequence[Any]) -> None:
    """Write what residents said, three quotes on a slide."""
    from pptx.util import Inches  # noqa: PLC0415 -- slow import

    deep, _bright, pale = palette_of(document.theme)
    slide = new_slide(show, document, block.text)
    height = 5.2 / QUOTES
    for place, voice in enumerate(voices):
        ground = slide.shapes.add_shape(
            1, Inches(0.8), Inches(1.6 + place * height), Inches(11.8), Inches(height - 0.25)
        )
        ground.fill.solid()
        ground.fill.fore_color.rgb = colour(pale)
        ground.line.fill.background()
        size = 17 if len(voice.text) < 230 else 14
        lines = [(voice.role, 13, True, deep), (voice.text, size, False, "222222")]
        shape = box(slide, (1.0, 1.68 + place * height, 11.4, height - 0.4), lines)
        for run in shape.text_frame.paragraphs[1].runs:
            run._r.get_or_add_rPr().set("lang", LOCALES.get(voice.language, voice.language))  # noqa: SLF001 -- as above


def list_slides(show: Any, document: Document, chapter: Chapter, block: Block) -> None:
    """Write decisions or next steps as tables with a header, a few on a slide."""
    words = document.words
    if block.kind == "steps":
        head, rows = (words["what"], words["who"], words["by"]), [(one.what, one.who, one.by) for one in block.steps]
        title = chapter.title
    else:
        head = (words["what"], words["decision"], words["day"])
        rows = [(cut(one.title), one.outcome, one.day) for one in block.verdicts]
        title = block.text
    for start in range(0, len(rows), ROWS):
        table_slide(show, document, title, (head, *rows[start : start + ROWS]))


def cut(words: str, most: int = 150) -> str:
    """Return words that fit in a cell, cut between words."""
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def table_slide(show: Any, document: Document, title: str, rows: Sequence[tuple[str, str, str]]) -> None:
    """Write one table on a slide of its own."""
    from pptx.util import Inches, Pt  # noqa: PLC0415 -- slow import

    deep, _bright, pale = palette_of(document.theme)
    slide = new_slide(show, document, title)
    place = (Inches(0.8), Inches(1.6), Inches(11.8), Inches(0.5 * len(rows)))
    frame = slide.shapes.add_table(len(rows), 3, *place)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", title)  # noqa: SLF001 -- as above
    table = frame.table
    for column, width in zip(table.columns, (6.6, 3.4, 1.8), strict=True):
        column.width = Inches(width)
    for number, row in enumerate(rows):
        for cell, words in zip(table.rows[number].cells, row, strict=True):
            cell.text = cut(words, 190)
            cell.fill.solid()
            cell.fill.fore_color.rgb = colour(deep if number == 0 else pale if number % 2 else "ffffff")
            for paragraph in cell.text_frame.paragraphs:
                for run in paragraph.runs:
                    run.font.size, run.font.name = Pt(14), "Calibri"
                    run.font.color.rgb = colour("ffffff" if number == 0 else "222222")

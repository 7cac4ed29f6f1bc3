"""Door to PowerPoint: a summary as slides for the council, charts as real charts with a description in words."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from participation.logic.summary_documents import Block, Chapter, Document, palette_of

SENTENCES = 7  # on a slide
LETTERS = 600
QUOTES = 4
LONG_QUOTE = 190  # letters of a quote that needs the room of two short ones
BESIDE = (4, 300)  # sentences and letters that find room beside a chart
LONG_LABEL = 70
LEAD = 230  # letters above quotes or a table
MOST_BARS = 12
LINES = (58, 28, 18)  # letters on one line of each column of a table
ROOM = 5.0  # inches for the rows of a table under its head
DECORATION = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
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
        chapter_slides(show, document, chapter)
    mark_languages(show, LOCALES.get(document.language, "fi-FI"))
    kept = BytesIO()
    show.save(kept)
    return kept.getvalue()


def chapter_slides(show: Any, document: Document, chapter: Chapter) -> None:
    """Write a section: sentences stand beside the chart or above the quotes that they belong to, else alone."""
    waiting: list[Block] = []
    for block in chapter.blocks:
        if block.kind == "sentence":
            waiting.append(block)
            continue
        if block.kind == "chart" and fits_beside(waiting, block):
            chart_slides(show, document, block, chapter.title, waiting)
        elif block.kind == "quotes":
            quote_slides(show, document, block, chapter.title, led_by(show, document, chapter, waiting))
        elif block.kind == "chart":
            words_slides(show, document, chapter, waiting)
            chart_slides(show, document, block)
        else:
            list_slides(show, document, chapter, block, led_by(show, document, chapter, waiting))
        waiting = []
    words_slides(show, document, chapter, waiting)


def led_by(show: Any, document: Document, chapter: Chapter, waiting: Sequence[Block]) -> str:
    """Return the sentences that stand above quotes or a table, those of its own part; write the others before."""
    own = next((place for place in reversed(range(len(waiting))) if waiting[place].head), 0)
    lead = " ".join(one.text for one in waiting[own:])
    if len(lead) > LEAD:
        own, lead = len(waiting), ""
    words_slides(show, document, chapter, waiting[:own])
    return lead


def fits_beside(sentences: Sequence[Block], block: Block) -> bool:
    """Tell whether sentences find room beside a chart."""
    few = 0 < len(sentences) <= BESIDE[0] and sum(len(one.text) for one in sentences) <= BESIDE[1]
    return few and len(block.bars) <= MOST_BARS and all(len(bar.label) <= LONG_LABEL for bar in block.bars)


def mark_languages(show: Any, language: str) -> None:
    """Give every run a language, for spelling and reading aloud; those that have one keep it."""
    from pptx.oxml.ns import qn  # noqa: PLC0415 -- slow import

    for slide in show.slides:
        for run in slide._element.iter(qn("a:r")):  # noqa: SLF001 -- the library has no other way
            properties = run.get_or_add_rPr()
            if not properties.get("lang"):
                properties.set("lang", language)


def ground(slide: Any, place: tuple[float, float, float, float], tint: str) -> Any:
    """Lay a plain ground without a shadow, marked as decoration so that it is not read aloud."""
    from lxml import etree  # noqa: PLC0415 -- slow import
    from pptx.oxml.ns import qn  # noqa: PLC0415 -- slow import
    from pptx.util import Inches  # noqa: PLC0415 -- slow import

    shape = slide.shapes.add_shape(1, *(Inches(one) for one in place))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(tint)
    shape.line.fill.background()
    shape._element.remove(shape._element.find(qn("p:style")))  # noqa: SLF001 -- as above
    shape._element.nvSpPr.cNvPr.append(etree.fromstring(DECORATION))  # noqa: SLF001 -- as above
    return shape


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
    deep, _bright, pale = palette_of(document.theme)
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = colour(deep)
    write_title(slide, document.title, (0.9, 1.5, 11.5, 1.7), 40, "ffffff")
    box(slide, (0.9, 0.7, 11.5, 0.6), [(document.city, 18, True, pale)])
    box(slide, (0.9, 3.2, 11.5, 0.8), [(document.subtitle, 22, False, "ffffff")])
    width = 11.5 / max(1, len(document.figures))
    for place, figure in enumerate(document.figures):
        ground(slide, (0.9 + place * width, 4.5, width - 0.3, 1.7), pale).name = f"figure {place + 1}"
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
    deep, bright, _pale = palette_of(document.theme)
    slide = show.slides.add_slide(show.slide_layouts[5])
    ground(slide, (0, 0, 0.28, 7.5), bright)
    write_title(slide, title, (0.8, 0.4, 11.8, 1.0), 28 if len(title) < 60 else 22, deep)
    box(slide, (0.8, 6.95, 11.0, 0.4), [(document.foot, 11, False, "5a5a5a")])
    box(slide, (11.9, 6.95, 0.9, 0.4), [(str(len(show.slides)), 11, True, "5a5a5a")])
    return slide


def words_slides(show: Any, document: Document, chapter: Chapter, blocks: Sequence[Block]) -> None:
    """Write sentences, each on its own line."""
    for page in pages_of(blocks):
        slide = new_slide(show, document, chapter.title)
        box(slide, (0.8, 1.6, 11.8, 5.2), [(block.text, 20, False, "222222") for block in page])


def chart_slides(
    show: Any, document: Document, block: Block, heading: str = "", sentences: Sequence[Block] = ()
) -> None:
    """Draw bars as a native chart, beside sentences if there are any; many bars go over several slides."""
    from pptx.chart.data import CategoryChartData  # noqa: PLC0415 -- slow import
    from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION  # noqa: PLC0415 -- slow import
    from pptx.util import Inches, Pt  # noqa: PLC0415 -- slow import

    deep, bright, _pale = palette_of(document.theme)
    seen = [bar for bar in block.bars if bar.n is not None]
    hidden = [bar for bar in block.bars if bar.n is None]
    pages = [seen[start : start + MOST_BARS] for start in range(0, len(seen), MOST_BARS)] or [[]]
    for number, bars in enumerate(pages):
        title = block.text if len(pages) == 1 else f"{block.text} ({number + 1}/{len(pages)})"
        slide = new_slide(show, document, heading or title)
        area = (0.8, 1.5, 11.8, 5.3)
        if sentences:
            box(slide, (0.8, 1.6, 3.9, 5.1), [(one.text, 18, False, "222222") for one in sentences])
            box(slide, (5.0, 1.6, 7.6, 0.5), [(title, 16, True, deep)])
            area = (5.0, 2.1, 7.6, 4.7)
        if hidden and number == len(pages) - 1:
            words = f"{hidden[0].told}: " + ", ".join(bar.label for bar in hidden)
            left, top, width, height = area
            area = (left, top, width, height - 0.65)
            box(slide, (left, top + height - 0.6, width, 0.6), [(words, 13, False, "5a5a5a")])
        if not bars:
            continue
        data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
        data.categories = [bar.label for bar in bars]
        data.add_series(document.words["number"], [bar.n for bar in bars])
        kind = XL_CHART_TYPE.COLUMN_CLUSTERED if block.over_time else XL_CHART_TYPE.BAR_CLUSTERED
        frame = slide.shapes.add_chart(kind, *(Inches(one) for one in area), data)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", block.alt)  # noqa: SLF001 -- the library has no other way
        chart = frame.chart
        chart.has_legend, chart.has_title = False, False
        chart.font.size, chart.font.name = Pt(14), "Calibri"
        plot = chart.plots[0]
        plot.gap_width, plot.has_data_labels = 45 if len(bars) > 3 else 150, True
        plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
        plot.data_labels.font.size, plot.data_labels.font.bold = Pt(14), True
        plot.series[0].format.fill.solid()
        plot.series[0].format.fill.fore_color.rgb = colour(bright if block.over_time else deep)
        chart.category_axis.reverse_order = not block.over_time
        chart.category_axis.format.line.fill.background()
        chart.category_axis.major_tick_mark = -4142  # none
        chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False


def quote_slides(show: Any, document: Document, block: Block, heading: str, lead: str) -> None:
    """Write what residents said, as evenly over slides as they fit; what is told of the part stands above the first."""
    most = QUOTES if all(len(voice.text) <= LONG_QUOTE for voice in block.voices) else QUOTES - 1
    pages = -(-len(block.voices) // most)
    even = -(-len(block.voices) // pages)
    for page in range(pages):
        slide = new_slide(show, document, heading if block.head else block.text)
        top = lead_box(slide, lead if page == 0 else "")
        quotes_on(slide, document, block.voices[page * even : page * even + even], top)


def lead_box(slide: Any, lead: str) -> float:
    """Write what leads into a slide and return where the rest begins, in inches from the top."""
    if not lead:
        return 1.5
    box(slide, (0.8, 1.25, 11.8, 0.8), [(lead, 16, False, "222222")])
    return 1.9 if len(lead) < 110 else 2.15


def quotes_on(slide: Any, document: Document, voices: Sequence[Any], top: float) -> None:
    """Write quotes under each other."""
    deep, _bright, pale = palette_of(document.theme)
    height = min(1.6, (6.8 - top) / len(voices))
    size = 16 if all(len(voice.text) <= LONG_QUOTE for voice in voices) else 14
    for place, voice in enumerate(voices):
        ground(slide, (0.8, top + place * height, 11.8, height - 0.15), pale)
        lines = [(voice.role, 13, True, deep), (voice.text, size, False, "222222")]
        shape = box(slide, (1.0, top + 0.03 + place * height, 11.4, height - 0.2), lines)
        shape.text_frame.paragraphs[0].space_after = 0
        for run in shape.text_frame.paragraphs[1].runs:
            run._r.get_or_add_rPr().set("lang", LOCALES.get(voice.language, voice.language))  # noqa: SLF001 -- as above


def list_slides(show: Any, document: Document, chapter: Chapter, block: Block, lead: str) -> None:
    """Write decisions or next steps as tables with a header, a few on a slide."""
    words = document.words
    if block.kind == "steps":
        head, rows = (words["what"], words["who"], words["by"]), [(one.what, one.who, one.by) for one in block.steps]
        title = chapter.title
    else:
        head = (words["what"], words["decision"], words["day"])
        rows = [(cut(one.title), one.outcome, one.day) for one in block.verdicts]
        title = block.text
    page: list[tuple[str, str, str]] = []
    for row in rows:
        if page and sum(map(height_of, [*page, row])) > (ROOM - 0.6 if lead else ROOM):
            table_slide(show, document, title, (head, *page), lead)
            page, lead = [], ""
        page.append(row)
    table_slide(show, document, title, (head, *page), lead)


def height_of(row: tuple[str, str, str]) -> float:
    """Return how high a row of a table is at most, in inches."""
    return 0.2 + 0.25 * max(-(-len(words) // letters) for words, letters in zip(row, LINES, strict=True))


def cut(words: str, most: int = 150) -> str:
    """Return words that fit in a cell, cut between words."""
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def table_slide(show: Any, document: Document, title: str, rows: Sequence[tuple[str, str, str]], lead: str) -> None:
    """Write one table on a slide of its own."""
    from pptx.util import Inches, Pt  # noqa: PLC0415 -- slow import

    deep, _bright, pale = palette_of(document.theme)
    slide = new_slide(show, document, title)
    place = (Inches(0.8), Inches(lead_box(slide, lead)), Inches(11.8), Inches(0.4 * len(rows)))
    frame = slide.shapes.add_table(len(rows), 3, *place)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", title)  # noqa: SLF001 -- as above
    table = frame.table
    for column, width in zip(table.columns, (6.2, 3.3, 2.3), strict=True):
        column.width = Inches(width)
    for number, row in enumerate(rows):
        for cell, words in zip(table.rows[number].cells, row, strict=True):
            cell.text = cut(words, 190)
            cell.fill.solid()
            cell.fill.fore_color.rgb = colour(deep if number == 0 else pale if number % 2 else "ffffff")
            for paragraph in cell.text_frame.paragraphs:
                for run in paragraph.runs:
                    run.font.size, run.font.name, run.font.bold = Pt(14), "Calibri", number == 0
                    run.font.color.rgb = colour("ffffff" if number == 0 else "222222")

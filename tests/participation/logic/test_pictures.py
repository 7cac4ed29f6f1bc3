"""QR codes as SVG."""

from participation.logic.pictures import qr_svg


def test_qr_code_is_a_decorative_svg_without_inline_style():
    drawn = qr_svg("https://example.org/r/")
    assert drawn.startswith('<svg aria-hidden="true"')
    assert "style=" not in drawn
    assert drawn != qr_svg("https://example.org/w/ILTA/")

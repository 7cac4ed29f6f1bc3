"""Small pictures made of data: QR codes as SVG, drawn in the colour of the text around them."""

import io

import segno


def qr_svg(address: str, *, mask: int | None = None) -> str:
    """Return an address as an SVG QR code without size or colour of its own; the picture's meaning stands in words.

    A given mask spares trying all eight: four times as fast, and read as well.
    """
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False, mask=mask).save(
        drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, svgclass="qr-code", lineclass="qr-line"
    )
    return drawn.getvalue().decode("ascii").replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)

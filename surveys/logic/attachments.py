"""Files from residents: recognised by content, measured before anybody decodes them, rid of what they tell on the side."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

MAX_BYTES = 8_000_000
MAX_PIXELS = 100_000_000
JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
ENDINGS = {JPEG: "jpg", PNG: "png", WEBP: "webp", PDF: "pdf"}
PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"}
WEBP_KEPT = {b"VP8 ", b"VP8L", b"ALPH"}
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # markers of a JPEG that tell its size
TELLING = (
    "/Metadata",
    "/PieceInfo",
    "/AA",
    "/OpenAction",
    "/LastModified",
    "/JS",
    "/JavaScript",
    "/EmbeddedFiles",
    "/XFA",
)


class Unsuitable(ValueError):
    """A file that cannot be taken; the code says why: file_too_large, file_unknown, file_broken, file_pixels, file_locked."""


def cleaned_file(data: bytes) -> tuple[str, bytes]:
    """Return the kind of a file and the file without its metadata; raises Unsuitable."""
    if len(data) > MAX_BYTES:
        raise Unsuitable("file_too_large")
    kind = kind_of(data)
    try:
        return kind, CLEANERS[kind](data)
    except (IndexError, struct.error) as error:
        raise Unsuitable("file_broken") from error


def kind_of(data: bytes) -> str:
    """Return what a file is by its first bytes; names and promises do not count; raises Unsuitable."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(PNG_START):
        return PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data.startswith(b"%PDF-"):
        return PDF
    raise Unsuitable("file_unknown")


def measure(width: int, height: int) -> None:
    """Raise Unsuitable for a picture that would fill a reader's memory, or that has no size."""
    if not width or not height:
        raise Unsuitable("file_broken")
    if width * height > MAX_PIXELS:
        raise Unsuitable("file_pixels")


def cleaned_jpeg(data: bytes) -> bytes:
    """Return a JPEG with its picture and its orientation only."""
    kept = [b"\xff\xd8"]
    orientation, measured, place = 1, False, 2
    while True:
        if data[place] != 0xFF:
            raise Unsuitable("file_broken")
        marker = data[place + 1]
        if marker == 0xFF:  # a filling byte
            place += 1
            continue
        if marker == 0xD9:
            break
        length = struct.unpack_from(">H", data, place + 2)[0]
        body = data[place + 4 : place + 2 + length]
        if length < 2 or len(body) != length - 2:
            raise Unsuitable("file_broken")
        end = place + 2 + length
        if marker in FRAMES:
            measure(*reversed(struct.unpack_from(">HH", body, 1)))
            measured = True
        if marker == 0xE1:
            orientation = orientation_in(body) or orientation
        if marker == 0xDA:
            end = end_of_scan(data, end)
        if marker in (0xDB, 0xC4, 0xDD, 0xDA, 0xEE) or marker in FRAMES:
            kept.append(data[place:end])
        place = end
    if not measured:
        raise Unsuitable("file_broken")
    if orientation > 1:
        kept.insert(1, orientation_segment(orientation))
    return b"".join(kept) + b"\xff\xd9"


def end_of_scan(data: bytes, place: int) -> int:
    """Return where the next marker after the picture's data stands; raises Unsuitable when the file ends before."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise Unsuitable("file_broken")
        if data[place + 1] == 0 or 0xD0 <= data[place + 1] <= 0xD7:
            place += 2
        elif data[place + 1] == 0xFF:
            place += 1
        else:
            return place


def orientation_in(body: bytes) -> int:
    """Return which way up the camera was held (1 to 8) from an Exif segment, 0 when it does not say."""
    if not body.startswith(b"Exif\0\0"):
        return 0
    tiff = body[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return 0
        start = struct.unpack_from(f"{order}I", tiff, 4)[0]
        for n in range(struct.unpack_from(f"{order}H", tiff, start)[0]):
            tag, _type, _count, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * n)
            if tag == 0x0112:
                return value if 1 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def orientation_segment(orientation: int) -> bytes:
    """Return an Exif segment that says nothing but which way is up."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def cleaned_png(data: bytes) -> bytes:
    """Return a PNG with the chunks that its picture needs only."""
    kept, place, kind = [PNG_START], len(PNG_START), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, place)
        whole = data[place : place + 12 + length]
        if len(whole) != 12 + length or zlib.crc32(whole[4:-4]) != struct.unpack(">I", whole[-4:])[0]:
            raise Unsuitable("file_broken")
        if place == len(PNG_START):
            if kind != b"IHDR":
                raise Unsuitable("file_broken")
            measure(*struct.unpack_from(">II", whole, 8))
        if kind in PNG_KEPT:
            kept.append(whole)
        place += 12 + length
    return b"".join(kept)


def cleaned_webp(data: bytes) -> bytes:
    """Return a WebP with its picture only; moving pictures are refused."""
    kept, measured = [], False
    for kind, body in riff_chunks(data):
        if kind == b"VP8X":
            measure(1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little"))
            if body[0] & 0x02:
                raise Unsuitable("file_unknown")
            measured = True
            kept.append((kind, bytes([body[0] & 0x10]) + body[1:]))
        elif kind in WEBP_KEPT:
            if kind == b"VP8 ":
                measure(*(side & 0x3FFF for side in struct.unpack_from("<HH", body, 6)))
                measured = True
            elif kind == b"VP8L":
                bits = struct.unpack_from("<I", body, 1)[0]
                measure(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
                measured = True
            kept.append((kind, body))
    if not measured or not any(kind in (b"VP8 ", b"VP8L") for kind, _body in kept):
        raise Unsuitable("file_broken")
    inside = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) for kind, body in kept
    )
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def riff_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a RIFF file; what follows its stated end is left out."""
    end = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    place = 12
    while place + 8 <= end:
        kind, length = data[place : place + 4], struct.unpack_from("<I", data, place + 4)[0]
        body = data[place + 8 : place + 8 + length]
        if len(body) != length:
            raise Unsuitable("file_broken")
        yield kind, body
        place += 8 + length + length % 2


def cleaned_pdf(data: bytes) -> bytes:
    """Return a PDF without metadata, scripts, attachments and what its photos tell; raises Unsuitable."""
    try:
        import pikepdf  # noqa: PLC0415 -- optional dependency: without it PDF files are not taken
    except ImportError as error:
        raise Unsuitable("file_unknown") from error
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if document.is_encrypted:
                raise Unsuitable("file_locked")
            if "/Info" in document.trailer:
                del document.trailer["/Info"]
            for thing in document.objects:
                strip_object(thing, pikepdf)
            written = io.BytesIO()
            document.save(written, deterministic_id=True, fix_metadata_version=False)
    except pikepdf.PasswordError as error:
        raise Unsuitable("file_locked") from error
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError) as error:
        raise error if isinstance(error, Unsuitable) else Unsuitable("file_broken") from error
    return written.getvalue()


def strip_object(thing: Any, pikepdf: Any, depth: int = 0) -> None:
    """Take out of one object of a PDF what its pages do not need."""
    if depth > 20:
        raise Unsuitable("file_broken")
    if isinstance(thing, pikepdf.Array):
        for part in thing:
            if not getattr(part, "is_indirect", True):
                strip_object(part, pikepdf, depth + 1)
        return
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    for key in TELLING:
        if key in thing:
            del thing[key]
    for key in list(thing.keys()):
        part = thing.get(key)
        if isinstance(part, pikepdf.Object) and not part.is_indirect and key != "/Parent":
            strip_object(part, pikepdf, depth + 1)
    if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") == "/DCTDecode":
        thing.write(cleaned_jpeg(thing.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


CLEANERS = {JPEG: cleaned_jpeg, PNG: cleaned_png, WEBP: cleaned_webp, PDF: cleaned_pdf}

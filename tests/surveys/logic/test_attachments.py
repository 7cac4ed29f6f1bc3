"""Files: recognised by content, rid of metadata, refused when broken or huge."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from surveys.logic.attachments import MAX_BYTES, Unsuitable, cleaned_file, orientation_in

SECRET = b"GPS 62.315 27.873 Maija"


def png(width=4, height=4, extra=b""):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0" * 5 * 4))
    notes = chunk(b"tEXt", SECRET) + chunk(b"eXIf", SECRET) + chunk(b"iTXt", SECRET)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + notes + data + chunk(b"IEND", b"") + extra


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(orientation, order=">"):
    start = b"MM\0*" if order == ">" else b"II*\0"
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"Exif\0\0" + start + struct.pack(f"{order}IH", 8, 1) + entry + struct.pack(f"{order}I", 0) + SECRET


def jpeg(width=4, height=4, orientation=6, order=">"):
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\0"
    return (
        b"\xff\xd8" + segment(0xE0, b"JFIF\0" + SECRET) + segment(0xE1, exif(orientation, order)) + segment(0xE1, b"http://ns" + SECRET)
        + segment(0xED, SECRET) + segment(0xFE, SECRET) + segment(0xDB, b"\0" * 65) + segment(0xC0, frame)
        + segment(0xC4, b"\0" * 20) + segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"ab\xff\0cd\xff\xd0ef" + b"\xff\xd9" + SECRET
    )  # fmt: skip


def webp(kind=b"VP8L", moving=False):
    def chunk(name, body):
        return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)

    body = b"\x2f" + struct.pack("<I", 3 | 3 << 14) + b"xyz"
    extended = chunk(b"VP8X", bytes([0x2C | 2 * moving]) + b"\0" * 3 + b"\x03\0\0\x03\0\0")
    inside = b"WEBP" + extended + chunk(kind, body) + chunk(b"EXIF", SECRET) + chunk(b"XMP ", SECRET)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside + SECRET


@pytest.mark.parametrize(
    ("data", "kind"),
    [(png(extra=SECRET), "image/png"), (jpeg(), "image/jpeg"), (webp(), "image/webp")],
    ids=["png", "jpeg", "webp"],
)
def test_pictures_lose_what_they_tell_and_stay_pictures(data, kind):
    assert SECRET in data
    found, cleaned = cleaned_file(data)
    assert found == kind
    assert SECRET not in cleaned
    assert cleaned_file(cleaned) == (kind, cleaned)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_photo_keeps_which_way_is_up(orientation, order):
    cleaned = cleaned_file(jpeg(orientation=orientation, order=order))[1]
    start = cleaned.find(b"Exif\0\0")
    assert (orientation_in(cleaned[start:]) if start > 0 else 1) == orientation


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_unknown"),
        (b"GIF89a", "file_unknown"),
        (b"x" * (MAX_BYTES + 1), "file_too_large"),
        (png(60_000, 60_000), "file_pixels"),
        (jpeg(60_000, 60_000), "file_pixels"),
        (png()[:-20], "file_broken"),
        (png().replace(b"GPS 62", b"GPS 99"), "file_broken"),
        (jpeg()[:60], "file_broken"),
        (jpeg(0, 0), "file_broken"),
        (webp(moving=True), "file_unknown"),
        (webp()[:40], "file_broken"),
        (b"%PDF-1.7 no more", "file_broken"),
    ],
)
def test_unfit_files_are_refused_with_a_reason(data, code):
    with pytest.raises(Unsuitable) as refused:
        cleaned_file(data)
    assert str(refused.value) == code


@given(some.sampled_from([png(), jpeg(), webp()]), some.integers(0, 400), some.binary(min_size=1, max_size=4))
def test_no_damaged_picture_breaks_the_reader(data, place, noise):
    damaged = data[:place] + noise + data[place + len(noise) :]
    try:
        cleaned_file(damaged)
    except Unsuitable:
        return


def test_documents_lose_authors_scripts_and_attachments():
    pikepdf = pytest.importorskip("pikepdf")
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Author"] = "Maija Esimerkki"
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.attachments["salainen.txt"] = b"Maija Esimerkki"
    photo = pikepdf.Stream(document, jpeg())
    photo.Filter = pikepdf.Name.DCTDecode
    document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=photo))
    written = io.BytesIO()
    document.save(written)
    kind, cleaned = cleaned_file(written.getvalue())
    assert kind == "application/pdf"
    with pikepdf.open(io.BytesIO(cleaned)) as again:
        assert "/Info" not in again.trailer
        assert "/OpenAction" not in again.Root
        assert "/Metadata" not in again.Root
        assert not again.attachments
        assert SECRET not in again.pages[0].Resources.XObject.Im.read_raw_bytes()
    locked = io.BytesIO()
    document.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Unsuitable, match="file_locked"):
        cleaned_file(locked.getvalue())

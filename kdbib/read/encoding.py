"""How the bytes of a file are read as text, and how text becomes such bytes again.

Inside, every text is UTF-8: spans, edits and comparisons count its bytes. A file in another
encoding is decoded on the way in and encoded on the way out, and only where that gives back its own
bytes. The byte order mark tells what a file is encoded in, or that it is valid UTF-8, or the zero
bytes of UTF-16; else charset-normalizer guesses, and the user is told.
"""

import codecs
import re

from msgspec import Struct

from kdbib.errors import UsageError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = [
    "cp1252", "cp1251", "koi8_r", "cp1250", "cp1253", "cp1254", "cp1256", "cp1255", "gb18030",
    "big5", "shift_jis", "euc_jp", "euc_kr", "iso8859_2", "cp437", "mac_roman",
]  # fmt: skip
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_NO_LETTERS = "¡¢£¤¥¦§¨©ª«¬\xad®¯°±²³´µ¶·¸¹º»¼½¾¿×÷€‚ƒ„…†‡ˆ‰‹“”•–—˜™›\ufffd"
_WORD = re.compile(rf"[A-Za-z{_NO_LETTERS}À-ÿŒœŠšŽžŸ]+")
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\x7fELF", b"{\\rtf")
"""How files begin that have some text in them, and are none."""
_LOOKED_AT = 64 * 1024
_MOST_CONTROLS = 0.01
_ZEROS = 0.3
_FEWEST = 4


class Encoding(Struct, frozen=True):
    """What a file is written in: Python's name of the codec, and the byte order mark.

    A file in UTF-8 keeps its bytes, mark and damage included.
    """

    name: str = "utf-8"
    mark: bytes = b""

    @property
    def is_utf8(self) -> bool:
        return self.name == "utf-8"

    def encode(self, data: bytes) -> bytes:
        """The bytes of the file for a text in UTF-8. UnicodeEncodeError if it has none."""
        return data if self.is_utf8 else self.mark + data.decode().encode(self.name)

    def decode(self, data: bytes) -> bytes:
        """A text in UTF-8, of the bytes of a file."""
        return data if self.is_utf8 else data.removeprefix(self.mark).decode(self.name).encode()

    def can_write(self, text: str) -> bool:
        """Whether the encoding has all the characters of a text."""
        try:
            text.encode(self.name, "surrogateescape" if self.is_utf8 else "strict")
        except UnicodeEncodeError:
            return False
        return True


UTF8 = Encoding()


def decode(data: bytes, name: str) -> tuple[bytes, Encoding]:
    """The bytes of a file as UTF-8, and what they were written in.

    UTF-8 with some damaged bytes stays as it is. Raises UsageError for what is no text; ``name``
    names the file.
    """
    _refuse_magic(data, name)
    for mark, codec in _MARKS:
        if data.startswith(mark) and (text := _as(data[len(mark) :], codec)) is not None:
            return text, Encoding(codec, mark)
    if b"\0" in data and (wide := _utf16(data)) and (text := _as(data, wide)) is not None:
        _refuse_binary(text, name)
        return text, Encoding(wide)
    if _is_utf8(data):
        _refuse_binary(data, name)
        return data, UTF8
    _refuse_binary(data, name)
    if _is_damaged_utf8(data):
        return data, UTF8
    for codec in _guesses(data):
        if (text := _as(data, codec)) is not None:
            return text, Encoding(codec)
    return data.decode("latin-1").encode(), Encoding("latin-1")


def _as(data: bytes, codec: str) -> bytes | None:
    """The bytes as UTF-8, if they can be read in a codec and written in it again."""
    try:
        text = data.decode(codec)
        return text.encode() if text.encode(codec) == data else None
    except (UnicodeError, LookupError):
        return None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _utf16(data: bytes) -> str | None:
    """The codec of UTF-16 without a mark, where every other byte of a Western text is zero."""
    head = data[:_LOOKED_AT]
    half = len(head) // 2
    if half < _FEWEST:
        return None
    if head[1::2].count(0) > _ZEROS * half > head[::2].count(0):
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > _ZEROS * half > head[1::2].count(0) else None


def _refuse_magic(data: bytes, name: str) -> None:
    if data.startswith(_MAGIC):
        raise UsageError(f"{name}: this is not text")


def _refuse_binary(data: bytes, name: str) -> None:
    head = data[:_LOOKED_AT]
    controls = len(_CONTROL.findall(head))
    if b"\0" in data and (controls > _MOST_CONTROLS * len(head) or head.count(0) > 1):
        raise UsageError(f"{name}: this is not text")
    if controls > _FEWEST + _MOST_CONTROLS * len(head):
        raise UsageError(f"{name}: this is not text")


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most of the bytes beyond ASCII are characters of UTF-8."""
    whole = sum(len(found) for found in _MULTIBYTE.findall(data))
    return 2 * whole > len(_HIGH.findall(data))


def _guesses(data: bytes) -> list[str]:
    """The likeliest codecs; what is around the characters in question is enough to guess by."""
    import logging

    around = _around(data)
    if _is_western(around.decode("cp1252", "replace")):
        return ["cp1252"]
    from charset_normalizer import from_bytes

    logging.getLogger("charset_normalizer").setLevel(logging.ERROR)
    found = from_bytes(around, cp_isolation=_CANDIDATES, threshold=0.5).best()
    return [found.encoding, "cp1252"] if found else ["cp1252"]


def _is_western(text: str) -> bool:
    """Whether words have some accented letters each, and no signs within, as Western ones do.

    A few bytes tell charset-normalizer nothing, and most such files are Western.
    """
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    letters = sum(map(len, words))
    accented = sum(not char.isascii() for word in words for char in word)
    signs = any(char in _NO_LETTERS for word in words for char in word.strip(_NO_LETTERS))
    return bool(words) and 2 * accented < letters and not signs


def _around(data: bytes) -> bytes:
    """The lines that have bytes beyond ASCII, as many as tell enough."""
    lines = [line for line in data.split(b"\n") if _HIGH.search(line)]
    return b"\n".join(line[:2000] for line in lines[:200]) or data[:_LOOKED_AT]


def damaged_lines(data: bytes) -> list[int]:
    """The numbers of the lines whose bytes are not UTF-8."""
    return [
        number
        for number, line in enumerate(re.split(rb"\r\n|\r|\n", data), start=1)
        if _HIGH.search(line) and not _is_utf8(line)
    ]

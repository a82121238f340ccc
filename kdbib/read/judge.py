"""Two readings of each entry of a list, and which of them the list itself speaks for.

A list is written one way all through: its titles are set off in the same way, and stand at the same
place. Of two readings of an entry the one is believed that is like those of the other entries.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from kdbib.model import LinkKind, Span
from kdbib.read.drafts import Draft
from kdbib.read.fields_of_entry import read_fields
from kdbib.read.inline import scan
from kdbib.read.lexicon import lexicon
from kdbib.read.prose import Prose
from kdbib.read.reading import Range, Reading
from kdbib.read.said import Said, said
from kdbib.read.source import Passage, SourceText, joined

_UNDERSTOOD = 0.85  # from this share of agreement on, the list is one that the forms are made for
_FIELD_UNDERSTOOD = 0.7  # the same for one field
_ENOUGH = 4  # entries that tell how a list is written
_CLEAR = 2.5  # the score of a form that leaves little room for doubt
_AGREED = 0.9  # how probable a title is at least that both read, or that is like the others
_MUCH = 2  # so much more like the others a new reading is that is believed in a known list
_SWALLOWED = 0.9  # below it a title that holds what the forms read as a field is not believed
_LABELLED = 0.1  # from it on a title's words were labelled as one
_GOES_ON = re.compile(rb"[ ,-]+\w")
_BEFORE = re.compile(rb"\w[ -]+$")
_UNFINISHED = re.compile(
    rb"(?:^|\s)(?:the|an?|of|and|or|for|with|in|to|by|from|on|via|its)$", re.IGNORECASE
)
_WORDS_OF_NAME = 3
_SAMPLE = 48  # entries of a long list that tell whether it is one that the forms are made for
_WELL_READ = 0.85
_ALL_CLEAR = 0.95  # from it on even those are that the forms are in doubt about
_PAPER = frozenset({LinkKind.PAPER, LinkKind.PDF})


class _Pair(Struct, frozen=True, gc=False):
    """An entry, and what the model reads in it."""

    draft: Draft
    new: Said


class Why(StrEnum):
    """What decided between the two readings of an entry."""

    SAMPLE = "sample"
    KNOWN_LIST = "known-list"
    FORMS_ARE_LIKE_THE_OTHERS = "forms-like-the-others"
    SAME_TITLE = "same-title"
    LOST_ITS_NAME = "lost-its-name"
    CLEAR_FORM = "clear-form"
    BELOW_A_LABEL = "below-a-label"
    DAMAGED = "damaged"
    SWALLOWS = "swallows"
    LEARNED_IS_LIKE_THE_OTHERS = "learned-like-the-others"
    ROW = "row"
    SEVERAL = "several"
    NO_CHOICE = "no-choice"


class Judgement(Struct, frozen=True, gc=False):
    """How an entry was judged: what the forms and the model say of it, and which is believed.

    ``agreed`` of ``compared`` entries of its list have the same title in both; ``usual`` is what
    stands around these titles, and whether authors stand before. ``taken`` are the fields that the
    model's reading gave because the list's forms read them badly.
    """

    draft: Draft
    why: Why
    learned: bool
    old: Said
    new: Said | None = None
    agreed: int = 0
    compared: int = 0
    usual: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()


Judgements = dict[int, Judgement]
"""The Judgement of each Draft, by its id()."""


class _Reader:
    """Reads entries with the model, each once."""

    def __init__(self, references: Mapping[str, str], source: SourceText) -> None:
        self.references, self.source = references, source
        self.known: dict[int, tuple[Passage, Prose, Reading, Said]] = {}

    def read(self, draft: Draft) -> tuple[Passage, Prose, Reading, Said]:
        """An entry's words, put together, and what the model reads in them."""
        if id(draft) not in self.known:
            whole, prose, reading = self._read(draft)
            what = said(reading, prose, whole, self.source)
            self.known[id(draft)] = whole, prose, reading, what
        return self.known[id(draft)]

    def _read(self, draft: Draft) -> tuple[Passage, Prose, Reading]:
        if len(draft.parts) == 1 and not draft.cells:
            (part,) = draft.parts
            return part.passage, part.prose, read_fields(part.prose, part.forms.surest())
        whole, prose = _put_together(draft, self.references)
        return whole, prose, read_fields(prose)


def words_of_draft(draft: Draft, references: Mapping[str, str]) -> Prose:
    """The words of an entry as the model reads them; those of an empty one are none."""
    return _put_together(draft, references)[1] if draft.parts or draft.cells else Prose()


def _put_together(draft: Draft, references: Mapping[str, str]) -> tuple[Passage, Prose]:
    """The words of an entry as the model reads them: those of its parts, or of its cells."""
    if len(draft.parts) == 1 and not draft.cells:
        return draft.parts[0].passage, draft.parts[0].prose
    between = " | " if draft.cells else "\n"
    kept = [number for number, cell in enumerate(draft.cells) if cell.text]
    passages = [draft.cells[n] for n in kept] or [part.passage for part in draft.parts]
    whole = passages[0] if len(passages) == 1 else joined(passages, between)
    prose = scan(whole.text, references)
    if kept and any(draft.roles):
        roles = [draft.roles[n] for n in kept]
        prose.cells = list(_cells(prose, passages, roles, len(between)))
    return whole, prose


def judged(
    drafts: Sequence[Draft],
    references: Mapping[str, str],
    source: SourceText,
    judgements: Judgements | None = None,
) -> Iterator[Draft]:
    """The Drafts, each of which says what the better one of its two readings says.

    One that holds several papers becomes as many. How each was judged is put in ``judgements``.
    """
    forms = {id(draft): draft.said for draft in drafts} if judgements is not None else {}
    reader = _Reader(references, source)
    groups: dict[object, list[_Pair]] = defaultdict(list)
    split: dict[int, list[Draft]] = {}
    clear: dict[object, list[Said]] = defaultdict(list)
    for draft, is_clear in _sorted_out(drafts, reader):
        if is_clear:
            clear[draft.group].append(draft.said)
            continue
        whole, prose, reading, new = reader.read(draft)
        if several := list(_several(draft, whole, prose, reading, source)):
            split[id(draft)] = several
            if judgements is not None:
                judgement = Judgement(draft, Why.SEVERAL, True, draft.said, new)
                judgements.update({id(one): judgement for one in several})
        else:
            groups[draft.group].append(_Pair(draft, new))
    for group, pairs in groups.items():
        _judge_list(pairs, clear[group], source, judgements)
    for draft in drafts:
        if judgements is not None and id(draft) not in judgements:
            sampled = draft.said is not forms[id(draft)]
            why = Why.SAMPLE if sampled else Why.NO_CHOICE
            known = reader.known.get(id(draft))
            judgements[id(draft)] = Judgement(
                draft, why, False, forms[id(draft)], known[-1] if known else None
            )
        yield from split.get(id(draft), [draft])


def _sorted_out(drafts: Sequence[Draft], reader: _Reader) -> Iterator[tuple[Draft, bool]]:
    """The Drafts, and whether each is clear: the model has to read the others.

    Of many entries that are written alike, and that a sample shows to be read well, those are clear
    that the forms are not in doubt about.
    """
    alike: dict[object, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if not draft.is_label and (draft.cells or draft.parts):
            alike[_manner(draft, reader.source)].append(draft)
    for group in alike.values():
        sample = _sample(group, reader.source) if len(group) > 2 * _SAMPLE else []
        known = sum(_reads_the_same(draft, reader) for draft in sample)
        well = bool(sample) and known >= _WELL_READ * len(sample)
        all_are_clear = known >= _ALL_CLEAR * len(sample)
        for draft in group:
            clear = well and (all_are_clear or draft.cells or _is_clear(draft))
            if clear and _in_one_line(draft.said, reader.source):
                draft.said = replace(draft.said, probability=_AGREED)
                yield draft, True
            else:
                yield draft, False


def _sample(group: Sequence[Draft], source: SourceText) -> list[Draft]:
    """Some of the Drafts, by what they say: nearly the same ones, where an entry comes or goes."""

    def number(draft: Draft) -> int:
        title = draft.said.title
        return crc32(source.data[title.span.start : title.span.end]) if title else 0

    return sorted(group, key=number)[:_SAMPLE]


def _manner(draft: Draft, source: SourceText) -> tuple[object, ...]:
    """How an entry is written: the columns of its table, or what is around its title."""
    if draft.cells:
        return (draft.group,)
    what = draft.said
    fields = bool(what.authors), bool(what.venue), bool(what.year), len(draft.parts)
    return (*_signature(what, source), *fields)


def _in_one_line(what: Said, source: SourceText) -> bool:
    title = what.title
    return title is not None and b"\n" not in source.data[title.span.start : title.span.end]


def _reads_the_same(draft: Draft, reader: _Reader) -> bool:
    *_, new = reader.read(draft)
    return _same(draft.said, new) and all(f(draft.said) == f(new) for f in _FIELDS.values())


def _cells(
    prose: Prose, passages: Sequence[Passage], roles: Sequence[str], between: int
) -> Iterator[tuple[int, int, str]]:
    """The ranges of a row's cells in its words, each with the role of its column."""
    place = at = 0
    for passage, role in zip(passages, roles, strict=True):
        place += len(passage.text) + between
        end = max(at, prose.at(place - between))
        yield at, end, role
        at = min(end + between, len(prose.plain))


def _several(
    draft: Draft, whole: Passage, prose: Prose, reading: Reading, source: SourceText
) -> Iterator[Draft]:
    """A Draft for each paper of an entry whose titles are the whole of a link each."""
    linked = [
        link
        for link, kind in reading.links
        if kind in _PAPER and any(_covers(Range(link.start, link.end), t) for t in reading.titles)
    ]
    if len(linked) < 2 or reading.authors or len(linked) != len(reading.titles):
        return
    if any(len(link.text.split()) < 2 for link in linked):
        return  # "[Title](...), [Extension](...)"
    for link in linked:
        where = Range(link.start, link.end)
        own = Reading(
            title=where,
            title_text=" ".join(prose.plain[link.start : link.end].split()),
            confidence=dict(reading.confidence),
            links=[(one, kind) for one, kind in reading.links if one is link],
            identifiers=[found for found in reading.identifiers if found[1] == where],
            main=link,
        )
        what = said(own, prose, whole, source)
        yield Draft(what, own.title_text, draft.section, draft.group, draft.start, draft.end)


def _covers(link: Range, title: Range) -> bool:
    return link.start <= title.start <= link.start + 2 and link.end - 2 <= title.end <= link.end


def _judge_list(
    pairs: Sequence[_Pair],
    clear: Sequence[Said],
    source: SourceText,
    judgements: Judgements | None,
) -> None:
    """Decides between the readings of each entry; ``clear`` is what the list's other ones say."""
    for pair in pairs:
        if pair.draft.said.title is None and pair.draft.cells:
            old = pair.draft.said
            pair.draft.said = _of_a_row(pair)
            if judgements is not None and pair.draft.said is pair.new:
                judgements[id(pair.draft)] = Judgement(pair.draft, Why.ROW, True, old, pair.new)
    pairs = [pair for pair in pairs if not _is_running_text(pair)]
    both = [pair for pair in pairs if pair.draft.said.title and pair.new.title]
    agreed = [pair for pair in both if _same(pair.draft.said, pair.new)]
    usual = _usual([_signature(said, source) for said in (*clear, *(p.new for p in agreed))])
    count, right = len(both) + len(clear), len(agreed) + len(clear)
    is_known = count >= _ENOUGH and right >= _UNDERSTOOD * count
    few = count < _ENOUGH
    is_half_known = 2 * right >= count >= _ENOUGH
    unlike = [
        field
        for field, value in _FIELDS.items()
        if sum(value(p.draft.said) == value(p.new) for p in agreed)
        < _FIELD_UNDERSTOOD * len(agreed)
    ]
    for pair in both:
        draft, old, new = pair.draft, pair.draft.said, pair.new
        probability = max(new.probability or 0.0, _AGREED * _same(old, new))
        for_new = _likeness(new, usual, source) - _likeness(old, usual, source)
        why = _why_forms(pair, for_new, source, known=is_known, half=is_half_known, few=few)
        keeps = why is not None
        usually = is_known and _likeness(old, usual, source) == len(usual)
        only_old = usually and for_new < 0  # the list speaks for the forms
        if keeps and not only_old and _swallows(old, replace(new, venue=None), source):
            why, keeps = Why.SWALLOWS, False
        if not keeps and _is_damaged(new, old, source):
            why, keeps = Why.DAMAGED, True
        taken: list[str] = []
        if keeps:
            draft.said = replace(old, probability=_AGREED if usually else probability)
            if _same(old, new) and not few and not draft.label_above:
                taken = unlike
                draft.said = _with(draft.said, new, unlike)
        else:
            read = _completed(new, old, source) if few and _same(old, new) else new
            draft.said = replace(read, main=old.main, probability=probability)
        draft.said = _with_whole_names(draft.said, old, source)
        if judgements is not None and id(draft) not in judgements:
            why = why or Why.LEARNED_IS_LIKE_THE_OTHERS
            judgements[id(draft)] = Judgement(
                draft, why, not keeps, old, new, right, count, usual, tuple(taken)
            )


def _why_forms(  # noqa: PLR0913 - what speaks for it are these
    pair: _Pair, for_new: int, source: SourceText, *, known: bool, half: bool, few: bool
) -> Why | None:
    """What speaks for the reading of the forms; None if nothing does.

    The model's title is in ``for_new`` places more like the others of the list; ``known`` and
    ``half`` say how well the forms understand that, ``few`` that it has too few entries to tell.
    """
    old, new = pair.draft.said, pair.new
    if for_new < 0:
        return Why.FORMS_ARE_LIKE_THE_OTHERS
    if known and for_new < _MUCH:
        return Why.KNOWN_LIST
    if half and _same(old, new):
        return Why.SAME_TITLE
    if _lost_its_name(old, new, source):
        return Why.LOST_ITS_NAME
    if few and _is_clear(pair.draft):
        return Why.CLEAR_FORM
    return Why.BELOW_A_LABEL if pair.draft.label_above else None


def _of_a_row(pair: _Pair) -> Said:
    """What a row says that the columns do not tell: only if it is surely a paper."""
    new = pair.new
    paper = bool(new.identifiers) or new.leads_to_paper
    sure = (new.probability or 0.0) >= 0.5
    return new if sure and new.venue and new.year and paper else pair.draft.said


_FIELDS: dict[str, Callable[[Said], object]] = {
    "authors": lambda said: [author.span for author in said.authors],
    "venue": lambda said: said.venue and said.venue.span,
    "year": lambda said: said.year and said.year.value,
}


def _with(old: Said, new: Said, fields: Sequence[str]) -> Said:
    """A Said with fields of another one."""
    if "authors" in fields:
        old = replace(old, authors=new.authors, et_al=new.et_al)
    if "venue" in fields:
        old = replace(old, venue=new.venue)
    if "year" in fields:
        old = replace(old, year=new.year)
    return old


def _with_whole_names(read: Said, old: Said, source: SourceText) -> Said:
    """A Said whose names are whole: ``Luo, Si-Hui`` is one person, where the forms read one."""
    inverted = [a.span for a in old.authors if b"," in source.data[a.span.start : a.span.end]]
    spans = [author.span for author in read.authors]
    parted = any(sum(_holds(whole, part) for part in spans) > 1 for whole in inverted)
    return replace(read, authors=old.authors, et_al=old.et_al) if parted else read


def _is_clear(draft: Draft) -> bool:
    """Whether the forms read an entry without a doubt."""
    forms = [part.forms for part in draft.parts[:1]]
    return any(one.clear and one.choose().score >= _CLEAR for one in forms)


def _lost_its_name(old: Said, new: Said, source: SourceText) -> bool:
    """Whether a title lacks nothing but the name before its colon: ``KD-Lib: A PyTorch ...``."""
    if old.title is None or new.title is None or old.title.span.end != new.title.span.end:
        return False
    lost = source.data[old.title.span.start : new.title.span.start]
    return lost.rstrip().endswith(b":") and len(lost.split()) <= _WORDS_OF_NAME


def _is_running_text(pair: _Pair) -> bool:
    """Whether a row of a table whose header names no field has nothing that leads to a paper."""
    new = pair.new
    leads = bool(new.identifiers) or new.leads_to_paper
    return bool(pair.draft.cells) and not any(pair.draft.roles) and not leads


def _is_damaged(new: Said, old: Said, source: SourceText) -> bool:
    """Whether the model's title was never labelled, breaks off, or holds what the forms read."""
    sure = new.probability or 0.0
    if sure < _LABELLED:
        return True
    if _took_a_name(new, old, source) or _took_a_venue(new, old):
        return True
    return (sure < _SWALLOWED and _swallows(new, old, source)) or _breaks_off(new, old, source)


def _took_a_name(new: Said, old: Said, source: SourceText) -> bool:
    """Whether a title begins with the one whom the forms read as its author: ``I. Marlow: Otters``.

    Given and family name have to be known as such, for a title may name a system in that place.
    """
    if new.authors or len(old.authors) != 1 or new.title is None or old.title is None:
        return False
    name, span = old.authors[0].name, old.authors[0].span
    whole, part = new.title.span, old.title.span
    if (whole.start, whole.end) != (span.start, part.end):
        return False
    between = source.data[span.end : part.start].strip()
    given, family = (name.given or "").lower(), (name.family or "").lower()
    known = lexicon()
    return between == b":" and given.split(" ")[0] in known.given and family in known.family


def _took_a_venue(new: Said, old: Said) -> bool:
    """Whether a title begins with the acronym that the forms read as the venue."""
    if new.venue or not old.venue or new.title is None or old.title is None:
        return False
    whole, part = new.title.span, old.title.span
    same = (whole.start, whole.end) == (old.venue.span.start, part.end)
    return same and old.venue.text.isupper()


def _swallows(one: Said, other: Said, source: SourceText) -> bool:
    """Whether a title is another one and, in the same words, its authors or its venue.

    What follows a colon is a subtitle.
    """
    if one.title is None or other.title is None:
        return False
    whole, part = one.title.span, other.title.span
    if whole == part or not _holds(whole, part):
        return False
    inverted = [a.span for a in one.authors if b"," in source.data[a.span.start : a.span.end]]
    fields = [
        author.span
        for author in other.authors  # no name is the end of a title and a whole name behind it
        if not any(author.span.start < name.start < author.span.end for name in inverted)
    ]
    fields += [other.venue.span] if other.venue else []
    fields = [one for one in fields if b":" not in source.data[part.end : one.start]]
    more = source.data[part.end : whole.end]
    if (
        other.authors
        and not one.authors
        and more[:1] in {b"\r", b"\n"}
        and len(more.split()) <= _WORDS_OF_NAME
    ):
        return True  # the title has a line of its own, and a name begins the next one
    return any(whole.start <= field.start < whole.end for field in fields)


def _breaks_off(new: Said, old: Said, source: SourceText) -> bool:
    """Whether a title begins or ends within a phrase of the other one, which no field explains."""
    if new.title is None or old.title is None or not _holds(old.title.span, new.title.span):
        return False
    part, whole, data = new.title.span, old.title.span, source.data
    if part.end < whole.end and _UNFINISHED.search(data[part.start : part.end]):
        return True
    fields = [author.span for author in new.authors]
    fields += [field.span for field in (new.venue, new.year) if field]
    if any(whole.start <= field.start < whole.end for field in fields):
        return False
    before, after = data[whole.start : part.start], data[part.end : whole.end]
    if old.authors and len(after.split()) > _WORDS_OF_NAME and after[:1] in {b"\r", b"\n"}:
        return True  # the title goes on in the next line, and the authors behind it
    return bool((before and _BEFORE.search(before)) or (after and _GOES_ON.match(after)))


def _holds(whole: Span, part: Span) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def _completed(new: Said, old: Said, source: SourceText) -> Said:
    """A Said with the fields that it lacks, and with the whole of a venue that it has half."""
    if not new.authors:
        new = replace(new, authors=old.authors, et_al=old.et_al)
    if old.venue and new.venue and _holds(old.venue.span, new.venue.span):
        more = source.data[new.venue.span.end : old.venue.span.end]
        if b"," not in more:
            new = replace(new, venue=old.venue)
    return replace(new, venue=new.venue or old.venue, year=new.year or old.year)


def _same(one: Said, other: Said) -> bool:
    return one.title is not None and other.title is not None and one.title.span == other.title.span


def _signature(what: Said, source: SourceText) -> tuple[str, ...]:
    """The characters around a title, and whether authors stand before it."""
    if what.title is None:
        return ()
    span, data = what.title.span, source.data
    first = bool(what.authors) and what.authors[0].span.start < span.start
    return (
        _mark(data[max(0, span.start - 1) : span.start]),
        _mark(data[span.end : span.end + 2]),
        str(first),
    )


def _usual(signatures: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What most signatures have in each place."""
    places = zip(*signatures, strict=True)
    return tuple(Counter(place).most_common(1)[0][0] for place in places)


def _likeness(what: Said, usual: Sequence[str], source: SourceText) -> int:
    """In how many places a title's signature is the usual one."""
    return sum(a == b for a, b in zip(_signature(what, source), usual, strict=False))


def _mark(around: bytes) -> str:
    return "".join("a" if chr(c).isalnum() else chr(c) for c in around)

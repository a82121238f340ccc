"""The fields of a work, as people write them."""

import random
import re

from training.works import HERE, Person, Work

DATA = HERE.parent / "kdbib" / "data"

Segment = tuple[str, str, int]

_ACRONYM = re.compile(r"\b([A-Z][A-Za-z]*[A-Z][A-Za-z]*)\b")
_PLACE = re.compile(
    r", (?=[A-Z][\w&/-]* ?'?(?:19|20)?\d\d\b)|, (?=[A-Z][\w. ]+, [A-Z][\w. ,]+(?:19|20)\d\d)"
)
_NO_ACRONYMS = {"IEEE", "ACM", "USA", "CVF", "UK", "CA", "IJCNLP", "LNCS"}
MONTHS = "January February March April May June July August September October November December"
_SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_WORDS = (
    "the a is use uses used paper model GAN training data loss image classification author authors "
    "first deep learning great survey must read important milestone show promise (2016) becomes very "
    "good introduction of in for on with by and or but only from which similar see also code "
    "available later extended version above one oral best award work idea simple well known strong "
    "baseline we propose a new method that improves the performance of models on several "
    "benchmarks introduces framework for training large networks efficiently attention mechanism "
    "learns representation cells protein patients evidence causes explains classic result proof"
).split()
_WEB = (
    "https://papers.nips.cc/paper/%d.pdf https://openaccess.thecvf.com/content/x_%d_paper.pdf "
    "https://openreview.net/forum?id=a%d https://aclanthology.org/P19-%d/ "
    "https://dl.acm.org/doi/10.1145/%d https://www.nature.com/articles/s%d "
    "https://link.springer.com/article/10.1007/s%d https://example.edu/~x/p%d.pdf "
    "https://ieeexplore.ieee.org/document/%d ./notes/paper-%d.md papers/%d.pdf "
    "https://rdcu.example/p%d https://blog.example.org/%d https://dl.acm.org/citation.cfm?id=%d"
).split()


def _lines(name: str) -> list[str]:
    """The lines of a table in kdbib/data."""
    lines = (DATA / f"{name}.tsv").read_text("utf-8").splitlines()
    return [line for line in lines if line[:1] != "#"]


_CITIES = (
    "New York|London|Cambridge, MA|Berlin|Salt Lake City, UT, USA|Boston, MA, USA|Lille, France|"
    "Vancouver, Canada|Heidelberg|Amsterdam|San Francisco, CA|Cambridge, UK|Beijing, China|"
    "Long Beach, California, USA|Madison, Wisconsin|Paris|Tokyo, Japan|Seoul|Sydney|Oxford|"
    "Virtual Event|Los Alamitos|Stanford, CA|Princeton|Santa Clara, CA, USA|北京|上海|Moscow"
).split("|")
_PUBLISHERS, _TOWNS = (_lines(name) for name in ("publishers", "places"))
_INSTITUTIONS = (
    "Xerox PARC|MIT Lincoln Labs|Bell Laboratories|IBM Research|INRIA|Argonne National Laboratory|"
    "Massachusetts Institute of Technology|NASA Ames Research Center|Max-Planck-Institut|Sandia "
    "National Laboratories|Department of Computer Science, Rice University|CWI|DEC SRC|OECD|USGS|"
    "School of Engineering|Stanford University|University of California, Berkeley|Internet "
    "Engineering Task Force|ETH Zürich|Technische Universität|Carnegie Mellon University|RAND"
).split("|")
_GROUPS = (
    "OpenAI|Google|DeepMind|The ENCODE Project Consortium|ATLAS Collaboration|Gemini Team|Meta AI|"
    "World Health Organization|Microsoft|Qwen Team|DeepSeek-AI|IPCC|R Core Team|LIGO Scientific "
    "Collaboration|Intergovernmental Panel on Climate Change|The Cancer Genome Atlas Network|NVIDIA"
).split("|")
_ORDINALS = "First Second Third Fifth Eighth Tenth 2nd 3rd 7th 11th 19th Twelfth 23rd".split()
_CJK_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_CJK_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲建国文志鹏飞宇浩然子轩梓涵"
_KOREAN = "김이박최정강조윤장임"
ENDINGS = {
    " et al.": 40,
    ", et al.": 25,
    " et al": 10,
    " *et al.*": 4,
    ", et al": 8,
    " et. al.": 4,
    " and others": 3,
    ", ...": 3,
    " 等": 1,
    " et al,": 2,
    " et al..": 1,
    ", et. al": 1,
    "…": 1,
    " <i>et al.</i>": 1,
    "et al.": 1,
    ", and others": 1,
    " _et al._": 1,
}


class Writer:
    """Writes the fields of one work after another, by the habits of one list."""

    def __init__(self, chance: random.Random, venues: dict[str, list[str]], plain: bool) -> None:
        self.chance, self.venues, self.plain = chance, venues, plain
        self.habits: dict[str, str] = {}
        self.number = chance.choice((1, 1, 1, 20, 130))
        self.fields = 0

    def write(self, work: Work, name: str, path: str) -> list[Segment]:
        """The segments of a field, such as ``T`` or ``A:fi``."""
        self.fields += 1
        kind, _, style = name.partition(":")
        if kind in {"A", "A1"}:
            return self.people(work.people if kind == "A" else work.people[:1], style, path)
        if kind == "T2":
            return [(self.chance.choice(self.venues["titles"]), "T", self.fields)]
        if kind == "TQ":
            parts = self.title(work.title, style, path).split(" ")
            at = min(len(parts) - 1, self.chance.randint(1, 4))
            quoted = f"“{' '.join(parts[:at])}{self.chance.choice(('', '!', '?'))}”{self.chance.choice((':', ''))}"
            return [(f"{quoted} {' '.join(parts[at:])}", "T", self.fields)]
        if kind in {"T", "TL", "TA"}:
            return [(self.titled(kind, work, style, path), "T", self.fields)]
        if kind == "C":
            return [("", "C:" + style, 0)]
        if kind == "V":
            name = self.venue(work, style, path)
            place = _PLACE.search(name)
            if style == "full" and not place and self.chance.random() < 0.2:
                return [(name, "V", self.fields), (self.place(work), "P", self.fields)]
            if place and place.start() > 8:
                cut = place.start()
                return [(name[:cut], "V", self.fields), (name[cut:], "P", self.fields)]
            return [(name, "V", self.fields)]
        if kind in {"Y", "YY"}:
            year = str(work.year)
            return [(year if kind == "Y" else year[2:], "Y", self.fields)]
        text, label = getattr(self, "of_" + kind)(work, path)
        return [(text, label, self.fields)] if text else []

    def place(self, work: Work) -> str:
        """Where and when a conference was, as dblp writes it behind its name."""
        day, chance = self.chance.randint(1, 24), self.chance
        parts = [
            f"{chance.choice(self.venues['short'])} {work.year}",
            f"{chance.choice(_CITIES)}, {chance.choice(('USA', 'China', 'France', 'Canada', 'UK'))}",
            f"{chance.choice(MONTHS.split())} {day}-{day + 4}, {work.year}",
        ]
        return ", " + ", ".join(parts[chance.choice((0, 0, 1)) : chance.choice((2, 3))])

    def habit(self, path: str, choices: dict[str, float]) -> str:
        """What the list chose, or for once something else."""
        if path not in self.habits or self.chance.random() < 0.05:
            chosen = self.chance.choices(list(choices), list(choices.values()))[0]
            if path in self.habits:
                return chosen
            self.habits[path] = chosen
        return self.habits[path]

    def titled(self, kind: str, work: Work, style: str, path: str) -> str:
        """A title; one whose first words are a link; one that is nothing but a system's name."""
        if kind == "TA":
            return acronym(self.chance)
        title = self.title(work.title, style, path)
        if kind == "TL":
            name, _, rest = title.partition(":")
            if not rest or len(name) > 25:
                name, rest = acronym(self.chance), f" {title}"
            mark = self.habit(path + "mark", {"link": 5, "**": 3, "`": 1, "*": 1})
            if mark == "link":
                return f"[{name}]({self.of_URL(work, path)[0]}):{rest}"
            return f"{mark}{name}{mark}:{rest}"
        return title

    # --- title -----------------------------------------------------------------------------------

    def title(self, title: str, style: str, path: str) -> str:
        style = style or self.habit(
            path + "case", {"as": 50, "lower": 28, "upper each": 16, "upper": 3}
        )
        if self.chance.random() < 0.13:
            title = short(title, self.chance)
        elif self.chance.random() < 0.10 and ":" not in title:
            title = f"{acronym(self.chance)}: {title}"
        words = title.split()
        if style == "lower":
            title = " ".join(
                word.lower() if number and word[1:].islower() else word
                for number, word in enumerate(words)
            )
        elif style == "upper each":
            title = " ".join(w[:1].upper() + w[1:] if len(w) > 3 else w for w in words)
        elif style == "upper":
            title = title.upper()
        roll = self.chance.random()
        if roll < 0.02:
            title = title.replace(": ", ":")
        elif roll < 0.03:
            title = title.replace("-", self.chance.choice("‐–"))
        elif roll < 0.05 and not self.plain:
            title = title.replace(words[0], f"`{words[0]}`", 1) if len(words) > 2 else title
        elif roll < 0.07:
            title += self.chance.choice("?!")
        elif roll < 0.08:
            title = f"{title} ({self.chance.choice(('Extended Abstract', 'Part II', 'Survey', '2nd edition', 'with Discussion', 'abstract', 'in Russian'))})"
        elif roll < 0.10:
            at = self.chance.randrange(len(words))
            quote = self.chance.choice(("“%s”", "'%s'", '"%s"', "‘%s’"))
            title = " ".join((*words[:at], quote % words[at], *words[at + 1 :]))
        elif roll < 0.115:
            title = f"{self.chance.choice(('On', 'In', 'A', 'Or', 'Can', 'Is', 'Why', 'What', 'Towards'))} {title}"
        elif roll < 0.13:
            title += self.chance.choice(
                (" in 1998", " of 2015", " 2.0", " 2020", ", Part 1", " in 30 Minutes", " for $20")
            )
        elif roll < 0.165:
            title = title.replace(": ", ". ", 1)
        elif roll < 0.18:
            title = f"{acronym(self.chance)}{self.chance.choice(('', '-2', ' 3', '-4'))} technical report"
            title = title.title() if style == "upper each" else title
        elif roll < 0.19:
            at = self.chance.randint(1, 2)
            title = f"“{' '.join(words[:at])}{self.chance.choice(('!', '?', '', '…'))}”{self.chance.choice((':', ''))} {' '.join(words[at:])}"
        elif roll < 0.195:
            title = f"{title}. {self.chance.choice(self.venues['titles'])}"
        elif roll < 0.25:
            title = self.of_a_place(title)
        return title

    def of_a_place(self, title: str) -> str:
        """A title that ends with a place, with years, or with a remark, as the humanities have it."""
        town, other, year = (*self.chance.choices(_TOWNS, k=2), self.chance.randint(1450, 1990))
        more = self.chance.randint(2, 90)
        return title + self.chance.choice(
            (
                f", {year}–{year + more}", f", {year}-{year + more}", f" ({year}-{year + more})",
                f" in {town}", f", {town}, France", f" in {town}, Brazil, {year}–{year + more}",
                f" from {town} to {other}", f" & {other}", f" of {town}, {other}, and Beyond",
                ", Culture, and Society", f": {town}, {other}, {town}", " (abstract)", " (in Russian)",
                f" and the {town} Question", f", A.D. {more}-{year}", ": A Reader",
            )
        )  # fmt: skip

    # --- people ----------------------------------------------------------------------------------

    def people(self, people: tuple[Person, ...], style: str, path: str) -> list[Segment]:
        chance = self.chance
        if style == "GROUP":
            return [(group(chance), "A", self.fields)]
        if chance.random() < 0.03:
            return [(group(chance), "A", self.fields)]
        if any(c >= "\u2e80" for _, f in people for c in f) or (
            not style and chance.random() < 0.012
        ):
            return self._cjk_people(people, path)
        style = style or self.habit(
            path + "style",
            {
                "gf": 48,
                "fg": 13,
                "if": 11,
                "fi": 9,
                "f": 9,
                "fI": 7,
                "first": 6,
                "If": 3,
                "fi,": 2,
                "FG": 1,
                "fg0": 2,
                "firsti": 3,
                "Fi": 1,
                "F.i": 1,
                "f.i": 1,
            },
        )
        count, et_al = len(people), False
        few = self.habit(path + "few", {"first": 30, "some": 15, "all": 55})
        if count > 1 and few == "first":
            count, et_al = 1, True
        elif count > 3 and few == "some":
            count, et_al = chance.randint(1, 3), True
        elif count > 12:
            count = chance.randint(4, 12)
            et_al = chance.random() < 0.6
        names = [written(person, style, number) for number, person in enumerate(people[:count])]
        comma = (
            "; "
            if style in {"fg", "fi", "fi,", "FG"}
            and self.habit(path + "semi", {"y": 45, "n": 55}) == "y"
            else (
                self.habit(
                    path + "comma",
                    {
                        ", ": 86,
                        " and ": 5,
                        "; ": 3,
                        ",": 2,
                        " & ": 1,
                        "、": 1,
                        "， ": 1,
                        " / ": 1,
                        ", and ": 1,
                    },
                )
            )
        )
        last = self.habit(
            path + "last",
            {"same": 45, " and ": 24, ", and ": 18, " & ": 5, ", & ": 7, "; and ": 1},
        )
        segments: list[Segment] = []
        for number, name in enumerate(names):
            if number:
                between = comma if number < len(names) - 1 or et_al or last == "same" else last
                segments.append((between, "S", 0))
            self.fields += 1
            if chance.random() < 0.012:
                name = name.rstrip(".") + chance.choice(("1", "*", "†", "1,2", " (Google)", "²"))
            segments.append((name, "A", self.fields))
        if et_al:
            segments.append((self.habit(path + "etal", ENDINGS), "S", 0))
        return segments

    def _cjk_people(self, people: tuple[Person, ...], path: str) -> list[Segment]:
        chance = self.chance
        comma = self.habit(path + "cjk", {", ": 50, "，": 30, "、": 20, " ": 5})
        segments: list[Segment] = []
        for number in range(min(len(people), 4)):
            if number:
                segments.append((comma, "S", 0))
            self.fields += 1
            name = chance.choice(_CJK_FAMILY) + "".join(
                chance.choices(_CJK_GIVEN, k=chance.choice((1, 2, 2)))
            )
            segments.append((name, "A", self.fields))
        if chance.random() < 0.3:
            segments.append((chance.choice((comma + "等", "等")), "S", 0))
        return segments

    # --- venue -----------------------------------------------------------------------------------

    def venue(self, work: Work, style: str, path: str) -> str:
        chance, venues = self.chance, self.venues
        style = style or self.habit(
            path + "venue", {"short": 62, "journal": 12, "full": 12, "abbreviated": 6, "any": 8}
        )
        if style == "any":
            style = chance.choice(("short", "journal", "full", "abbreviated", "bare"))
        own = work.venue or ""
        if style == "short":
            found = [a for a in _ACRONYM.findall(own) if 3 <= len(a) <= 9 and a not in _NO_ACRONYMS]
            name = found[0] if found and chance.random() < 0.6 else chance.choice(venues["short"])
            roll = chance.random()
            if roll < 0.05:
                name = chance.choice(
                    (
                        "arXiv",
                        "Arxiv",
                        "arxiv",
                        "arXiv preprint",
                        "ArXiv",
                        "Preprint",
                        "CoRR",
                        "bioRxiv",
                    )
                )
            elif roll < 0.10:
                name += chance.choice(
                    (
                        " Workshop",
                        " Workshops",
                        " Findings",
                        " Workshop on Deep Learning",
                        " Demo",
                        "W",
                        " Track",
                        " WS",
                    )
                )
            elif roll < 0.13:
                name = name.lower()
            elif roll < 0.15:
                name = chance.choice(("IEEE ", "ACM ", "Proc. ", "IEEE/CVF ")) + name
            elif roll < 0.17:
                name += chance.choice(("@", "/", "-", " & ")) + chance.choice(venues["short"])
            return name
        if style == "full" and chance.random() < 0.1:
            name, ordinal = chance.choice(venues["short"]), chance.choice(_ORDINALS)
            year = str(work.year)[2:]
            return chance.choice(
                (
                    f"{name} '{year} Conference Proceedings", f"{name} {year} Proceedings",
                    f"Proc. {name} '{year}", f"Proceedings of {name} {chance.randint(20, 2000)}",
                    f"{name}-{year}: Proceedings of the {ordinal} {chance.choice(venues['conference'])}",
                    f"{name}-{year} Proceedings of the {ordinal} {chance.choice(venues['conference'])}",
                    f"Proc. of the {ordinal} {chance.choice(venues['conference'])}",
                    f"the Proceedings of the {chance.choice(venues['conference'])}",
                )
            )  # fmt: skip
        if style == "full":
            if own and chance.random() < 0.6:
                name = re.sub(r",.*", "", own) if chance.random() < 0.65 else own
                return re.sub(
                    r"^Proceedings of the ",
                    chance.choice(
                        (
                            "Proceedings of the ",
                            "Proc. ",
                            "Proc. of ",
                            "Proceedings of ",
                            "Proc. of the ",
                            "",
                        )
                    ),
                    name,
                )
            name = chance.choice(venues["conference"])
            return re.sub(
                r"^",
                chance.choice(
                    (
                        "",
                        "",
                        "Proceedings of the ",
                        "Proc. ",
                        "Proceedings of ",
                        "Proc. of the ",
                        "Annual ",
                        f"{chance.randint(4, 40)}th ",
                    )
                ),
                name,
            )
        name = chance.choice(venues["journal"])
        if chance.random() < 0.15:
            return self.magazine()
        if style == "abbreviated":
            name = abbreviated(name, stops=True)
        elif style == "bare":
            name = abbreviated(name, stops=False)
        return name

    def magazine(self) -> str:
        """The name of a magazine, a newspaper or a review that no table has."""
        chance, town = self.chance, self.chance.choice(_TOWNS)
        words = [w for w in self.chance.choice(self.venues["titles"]).split() if w[:1].isupper()]
        noun = chance.choice(words or ["Otter"]).strip(":,.?")
        return chance.choice(
            (
                f"The {town} {chance.choice(('Times', 'Herald', 'Post', 'Tribune', 'Gazette'))}",
                f"{noun} {chance.choice(('Monthly', 'Weekly', 'Today', 'Magazine', 'Review', 'Digest'))}",
                f"The {noun} {chance.choice(('Journal', 'Quarterly', 'Review', 'Newsletter'))}",
                f"{chance.choice(('Revue', 'Annales', 'Cahiers', 'Bulletin'))} de {town}",
                f"{chance.choice(('Revue', 'Revista', 'Rivista'))} {noun}", f"{noun} & {town}",
                f"{chance.choice(('Zeitschrift', 'Archiv', 'Jahrbuch'))} für {noun}",
                f"{noun} and {chance.choice(words or ['River'])}", f"{noun} Letters", noun,
                f"{noun} Research : an international journal on {noun.lower()}", f"Studies in {noun}",
                f"Mitteilungen des Instituts für {noun}", f"Annals of {noun}", f"{noun}, {town} and Society",
            )
        )  # fmt: skip

    # --- the rest --------------------------------------------------------------------------------

    def of_VOL(self, work: Work, path: str) -> tuple[str, str]:
        return str(
            self.chance.choice((self.chance.randint(1, 60), self.chance.randint(1, 600)))
        ), "P"

    def of_ISS(self, work: Work, path: str) -> tuple[str, str]:
        return self.chance.choice(
            (
                str(self.chance.randint(1, 12)),
                str(self.chance.randint(1, 12)),
                str(self.chance.randint(1, 9999)),
                "1-2",
                "Suppl 1",
                "S2",
            )
        ), "P"

    def of_PP(self, work: Work, path: str) -> tuple[str, str]:
        first = self.chance.randint(1, 1800)
        last = first + self.chance.randint(1, 40)
        style = self.habit(path + "pp", {"-": 45, "–": 30, "--": 12, "short": 8, "e": 5})
        if style == "short":
            return f"{first}-{last % 100}", "P"
        if style == "e":
            return f"e{first}", "P"
        return f"{first}{style}{last}", "P"

    def of_PUB(self, work: Work, path: str) -> tuple[str, str]:
        if self.chance.random() < 0.7:
            return self.chance.choice(_PUBLISHERS), "U"
        name, other = work.people[-1][1], work.people[0][1]  # houses are named after people
        ways = (
            "{} Press", "{} Verlag", "Éditions {}", "{} & Sons", "{} and Co.", "{} Publishing Company",
            "{} & {}", "{}", "{} Publishers", "{} and Co. Ltd", "{} Books", "{} University Press",
        )  # fmt: skip
        return self.chance.choice(ways).format(name, other), "U"

    def of_INST(self, work: Work, path: str) -> tuple[str, str]:
        if self.chance.random() < 0.5:
            return self.chance.choice(_INSTITUTIONS), "O"
        town = self.chance.choice(_TOWNS)
        ways = (
            "University of {}", "{} University", "Universität {}", "Univ. of {}", "Université de {}",
            "Department of Computer Science, University of {}", "Univ. {}", "TU {}", "U. {}",
        )  # fmt: skip
        return self.chance.choice(ways).format(town), "O"

    def of_CITY(self, work: Work, path: str) -> tuple[str, str]:
        if self.chance.random() < 0.5:
            return self.chance.choice(_CITIES), "P"
        town = self.chance.choice(_TOWNS)
        state = self.chance.choice(
            ("", "", "", "", ", NY", ", MA", ", NJ", ", UK", ", USA", "/Berlin")
        )
        return town + state, "P"

    def of_EDS(self, work: Work, path: str) -> tuple[str, str]:
        count = self.chance.choice((1, 2, 2, 3))
        style = self.habit(path + "eds", {"if": 50, "gf": 25, "fi": 25})
        people = [written(person, style, 0) for person in (work.people * 3)[1 : count + 1]]
        return (" and ".join((", ".join(people[:-1]), people[-1])) if count > 1 else people[0]), "E"

    def of_MON(self, work: Work, path: str) -> tuple[str, str]:
        months = (MONTHS if self.habit(path + "mon", {"l": 40, "s": 60}) == "l" else _SHORT).split()
        return self.chance.choice(months) + self.habit(path + "stop", {"": 85, ".": 15}), "O"

    def of_MOIS(self, work: Work, path: str) -> tuple[str, str]:
        return self.chance.choice(_OTHER_MONTHS), "O"

    def of_TAG(self, work: Work, path: str) -> tuple[str, str]:
        tag = self.chance.choice(_TAGS)
        return (tag.upper() if self.habit("tags", {"y": 50, "n": 50}) == "y" else tag), "O"

    def of_LABEL(self, work: Work, path: str) -> tuple[str, str]:
        return self.chance.choice(_LABELS), "O"

    def of_FIRST(self, work: Work, path: str) -> tuple[str, str]:
        given = work.people[-1][0].split()
        return (given[0] if given else "Rohan"), "O"

    def of_JUNK(self, work: Work, path: str) -> tuple[str, str]:
        return self.chance.choice(_JUNK), "O"

    def of_COMPANY(self, work: Work, path: str) -> tuple[str, str]:
        return self.chance.choice(_COMPANIES), "O"

    def of_ORG(self, work: Work, path: str) -> tuple[str, str]:
        return self.chance.choice(_ORGANIZATIONS), "O"

    def of_DAY(self, work: Work, path: str) -> tuple[str, str]:
        return str(self.chance.randint(1, 28)), "O"

    def of_MM(self, work: Work, path: str) -> tuple[str, str]:
        return f"{self.chance.randint(1, 12):02d}", "O"

    def of_OTHERYEAR(self, work: Work, path: str) -> tuple[str, str]:
        return str(min(work.year + self.chance.choice((-1, 0, 1, 1, 2, 3)), 2026)), "O"

    def of_NUM(self, work: Work, path: str) -> tuple[str, str]:
        self.number += 1
        return str(self.number), "O"

    def of_N(self, work: Work, path: str) -> tuple[str, str]:
        words = [self.chance.choice(_WORDS) for _ in range(self.chance.randint(3, 24))]
        words[0] = words[0].capitalize()
        if self.chance.random() < 0.3:
            other = self.chance.choice(self.venues["titles"]).split()
            words = other[: len(other) // 2] + [w.lower() for w in words]
        return " ".join(words) + self.chance.choice((".", ".", "")), "N"

    def of_ACR(self, work: Work, path: str) -> tuple[str, str]:
        return acronym(self.chance), "O"

    def of_ARX(self, work: Work, path: str) -> tuple[str, str]:
        return (
            f"{max(work.year, 2007) % 100:02d}{self.chance.randint(1, 12):02d}.{self.chance.randint(1, 18000):05d}",
            "O",
        )

    def of_DOI(self, work: Work, path: str) -> tuple[str, str]:
        return (
            f"10.{self.chance.randint(1000, 9999)}/{self.chance.choice(('s', 'j.', 'nature', 'science.'))}{self.chance.randint(100, 99999)}",
            "O",
        )

    def of_URL(self, work: Work, path: str) -> tuple[str, str]:
        host = self.habit(
            path + "url", {"arxiv.org/abs": 45, "arxiv.org/pdf": 15, "other": 30, "any": 10}
        )
        if host in {"other", "any"}:
            return self.chance.choice(_WEB) % self.chance.randint(1000, 999999), "O"
        return f"https://{host}/{self.of_ARX(work, path)[0]}", "O"

    def of_CODE(self, work: Work, path: str) -> tuple[str, str]:
        return (
            f"https://github.com/u{self.chance.randint(1, 999)}/r{self.chance.randint(1, 999)}",
            "O",
        )


_NAMES = (
    "ResNet BERT KD-Lib GAN LoRA FitNets VGG DINO CLIP GPT-4 MapReduce Spark YOLOv3 AlphaGo Survey "
    "NeRF R-FCN U-Net T5 Detection Theory Datasets DARTS GraphSAGE Raft Chord DreamFusion Dynamo "
    "Bigtable SSD GoogLeNet AlexNet OverFeat Paxos Pregel Borg Swin ViT LLaMA Adam Dropout word2vec"
).split()
_SYLLABLES = (
    "net former gan bert flow Seg Det 3D KD NAS RL GNN Mix Prune Adapt Fed Meta Self Auto".split()
)
_TAGS = (
    "attention|object detection|faces|self-driving cars|survey|oral|NLP|vision|must read|GANs|"
    "optimization|theory|robotics|new|quantization|pruning|3D|spotlight|genomics|benchmark|LLM"
).split("|")
_LABELS = (
    "The original paper|A later improvement|The longer version|Original paper|Google Research|"
    "Journal version|Follow-up|Introduction|A survey|Best paper|Faster R-CNN|Seminal work|Overview|"
    "Stanford + Google|SNU + NAVER|Microsoft|Extension|The first one|Background|Another view"
).split("|")
_JUNK = (
    "W|F|S|-|✔|✘|♠▲|N/A|PyTorch|TensorFlow|Yes|No|Image|Text|Classification|Elastic|CIFAR-10|"
    "Supervised|GAN|Detection|LSTM|**|?|12.3|ImageNet|Offline|Transformer|8-bit|Multi-task|Python"
).split("|")
_OTHER_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre Januar "
    "März Juni Juli Oktober Dezember enero marzo agosto gennaio giugno luglio ottobre"
).split()


_COMPANIES = (
    "Airbnb Netflix Uber DoorDash Spotify Google Microsoft Twitter Facebook LinkedIn Pinterest "
    "Amazon Apple Alibaba Instacart Stripe Booking eBay Walmart Etsy Zillow Baidu Tencent Meta"
).split()
_ORGANIZATIONS = (
    "HUAWEI-Noah|Google|Samsung|MIT|Stanford University|Tsinghua|CMU|Facebook AI Research|NVIDIA|"
    "Microsoft Research|林雪平大学, 中科院|清华大学|商汤科技|DeepMind|University of Oxford|FAIR|ETH|"
    "Carnegie Mellon University|Beihang University & SenseTime|UC Berkeley|浙江大学, 阿里巴巴"
).split("|")


def group(chance: random.Random) -> str:
    """A group that signs a work."""
    if chance.random() < 0.4:
        return chance.choice(_GROUPS)
    if chance.random() < 0.3:
        return chance.choice(
            "Otter Open River Deep Solar Ocean Terra Neuro Quant".split()
        ) + chance.choice(("AI", "Mind", " Labs", " Inc."))
    place = chance.choice(
        "American European National World International Royal German Chinese Federal".split()
    )
    what = chance.choice(
        "Health Otter Educational Research Psychological Climate Energy Statistics Space Reserve".split()
    )
    kind = chance.choice(
        (
            "Association",
            "Agency",
            "Organization",
            "Institute",
            "Council",
            "Bank of Chicago",
            "Society",
            "Academy",
            "Office",
            "Collaboration",
            "Team",
        )
    )
    return f"{place} {what} {kind}"


def acronym(chance: random.Random) -> str:
    """The name of a system, a model or a method."""
    if chance.random() < 0.4:
        return chance.choice(_NAMES)
    if chance.random() < 0.4:
        return "".join(
            chance.choices("ABCDEFGHIKLMNOPRSTUVWX", k=chance.randint(2, 5))
        ) + chance.choice(("", "", "", "++", "-2", "v2"))
    first = chance.choice(_SYLLABLES).title() + chance.choice(("", "-", ""))
    return first + chance.choice(_SYLLABLES)


def short(title: str, chance: random.Random) -> str:
    """A title of a few words, as books have them."""
    words = title.partition(":")[0].split()[: chance.choice((1, 2, 2, 3, 3, 4))]
    while len(words) > 1 and words[-1].lower() in _LOOSE:
        words.pop()
    return " ".join(words)


_LOOSE = frozenset(
    "a an the of in on for with and or to from by via at as is are using into".split()
)


def initials(given: str, between: str, stop: str) -> str:
    words = [word for word in re.split(r"\s+", given) if word]
    parts = []
    for word in words:
        pieces = [piece[0] + stop for piece in word.split("-") if piece]
        parts.append("-".join(pieces))
    return between.join(parts)


def written(person: Person, style: str, number: int) -> str:
    """A name in a style: ``gf`` Given Family, ``fi`` Family, I., ``fI`` Family IJ, and so on."""
    given, family = person
    if not given:
        return family
    match style:
        case "gf":
            return f"{given} {family}"
        case "fg":
            return f"{family}, {given}"
        case "fg0":
            return f"{family} {given}"
        case "F.i":
            return f"{family.upper()} {initials(given, '', '.')}"
        case "fgv":
            words = family.split()
            if number or not words[0].islower():
                return written(person, "first", number)
            return f"{words[-1]}, {given} {' '.join(words[:-1])}"
        case "FG":
            return f"{family.upper()}, {given}"
        case "if":
            return f"{initials(given, ' ', '.')} {family}"
        case "If":
            return f"{initials(given, '', '')} {family}"
        case "i.f":
            return f"{initials(given, '', '.')} {family}"
        case "fi":
            return f"{family}, {initials(given, ' ', '.')}"
        case "fi,":
            return f"{family}, {initials(given, '', '.')}"
        case "f.i":
            return f"{family} {initials(given, ' ', '.')}"
        case "fI":
            return f"{family} {initials(given, '', '')}"
        case "first":
            return f"{family}, {given}" if not number else f"{given} {family}"
        case "FI":
            return f"{family.upper()} {initials(given, ' ', '')}"
        case "Fi":
            return f"{family.upper()} {initials(given, '', '.')}"
        case "firsti":
            return written(person, "fi" if not number else "if", number)
    return family


_SMALL = {"of", "the", "and", "in", "for", "on", "de", "für", "&", "et"}


def abbreviated(name: str, stops: bool) -> str:
    """A journal's name with its words cut: ``J. Clin. Invest.``, ``J Clin Invest``."""
    stop = "." if stops else ""
    words = []
    for word in name.split():
        if word.lower() in _SMALL:
            continue
        short = {
            "Journal": "J",
            "Proceedings": "Proc",
            "Transactions": "Trans",
            "American": "Am",
            "International": "Int",
            "Annual": "Annu",
            "Review": "Rev",
            "Reviews": "Rev",
            "National": "Natl",
            "Academy": "Acad",
            "Sciences": "Sci",
            "Science": "Sci",
            "Society": "Soc",
            "Letters": "Lett",
        }.get(word)
        if short is None and len(word) > 6:
            cut = 4 + len(word) % 3
            while cut < len(word) and word[cut - 1] in "aeiou":
                cut += 1
            short = word[:cut] if cut < len(word) - 1 else None
        words.append(short + stop if short else word)
    return " ".join(words)

"""Every rule, its code, how bad it is, and whether it can be fixed.

The first digit is the family: 1 identifiers, 2 authors, 3 titles, 4 venue and year, 5 links, 6 the
list, 7 the records, 8 BibTeX files. A code is never given to another rule.
"""

from kdbib.linter.registry import Fixable, Rule
from kdbib.linter.rules import (
    addresses,
    arxiv_style,
    authors,
    beside_arxiv,
    bib_entries,
    bib_fields,
    duplicates,
    entries,
    identifiers,
    link_words,
    links,
    lists,
    manuscripts,
    name_order,
    names,
    records,
    references,
    titles,
    typography,
    venue_conflicts,
    venue_style,
    venues,
)
from kdbib.model import Form, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_NEVER, _SOME, _ALWAYS = Fixable.NEVER, Fixable.SOMETIMES, Fixable.ALWAYS
_MARKDOWN, _BIBTEX, _EVERY = frozenset({Form.markdown}), frozenset({Form.bibtex}), frozenset(Form)
_LATEX = frozenset({Form.latex})
_ANY = _MARKDOWN | _BIBTEX | {Form.plain}
"""What people write themselves; data files are compared with the records alone."""

RULES = (
    # --- identifiers ---
    Rule("KB101", identifiers.invalid_arxiv_id, _E, _NEVER, _ANY),
    Rule("KB102", identifiers.arxiv_without_id, _W, _NEVER),
    Rule("KB103", arxiv_style.misspelt_arxiv, _W, _SOME),
    Rule("KB104", arxiv_style.space_after_arxiv, _W, _ALWAYS),
    Rule("KB105", arxiv_style.arxiv_label, _I, _ALWAYS),
    Rule("KB106", arxiv_style.arxiv_version, _I, _ALWAYS),
    Rule("KB107", identifiers.malformed_doi, _E, _NEVER, _ANY),
    Rule("KB108", identifiers.year_before_preprint, _W, _NEVER, _ANY),
    # --- authors ---
    Rule("KB201", authors.missing_authors, _W, _NEVER),
    Rule("KB202", authors.group_as_authors, _W, _NEVER),
    Rule("KB203", authors.group_among_authors, _I, _ALWAYS),
    Rule("KB204", authors.et_al, _W, _ALWAYS),
    Rule("KB205", authors.unended_authors, _W, _ALWAYS),
    Rule("KB206", authors.stray_connective, _W, _ALWAYS),
    Rule("KB207", authors.glued_names, _W, _ALWAYS),
    Rule("KB211", name_order.given_name_first, _W, _SOME),
    Rule("KB212", name_order.name_without_comma, _W, _ALWAYS),
    Rule("KB213", name_order.names_exchanged, _W, _ALWAYS),
    Rule("KB214", names.given_name_alone, _W, _NEVER),
    Rule("KB215", names.family_name_alone, _I, _NEVER),
    Rule("KB216", names.mixed_names, _W, _NEVER),
    Rule("KB217", names.stop_in_name, _W, _ALWAYS),
    Rule("KB218", names.small_letter_in_name, _I, _ALWAYS),
    Rule("KB219", names.mark_on_name, _W, _ALWAYS),
    # --- titles ---
    Rule("KB301", titles.doubled_word, _W, _ALWAYS, _ANY),
    Rule("KB302", titles.misspelt_word, _W, _ALWAYS, _ANY),
    Rule("KB303", titles.broken_emphasis, _W, _NEVER),
    Rule("KB304", titles.broken_line, _W, _ALWAYS),
    Rule("KB305", titles.debris_after_title, _W, _SOME),
    Rule("KB306", titles.second_title, _I, _NEVER),
    Rule("KB307", titles.word_before_title, _I, _NEVER),
    Rule("KB321", typography.no_space_after_colon, _W, _ALWAYS),
    Rule("KB322", typography.space_before_colon, _W, _ALWAYS),
    Rule("KB323", typography.several_spaces, _I, _ALWAYS),
    Rule("KB324", typography.soft_hyphen, _W, _ALWAYS, _ANY),
    Rule("KB325", typography.unusual_hyphen, _W, _ALWAYS, _ANY),
    Rule("KB326", typography.full_width_punctuation, _W, _ALWAYS),
    Rule("KB327", typography.unusual_apostrophe, _I, _ALWAYS),
    # --- venue and year ---
    Rule("KB401", venues.missing_venue, _W, _NEVER),
    Rule("KB402", venues.missing_year, _W, _NEVER),
    Rule("KB403", venues.venue_in_small_letters, _W, _ALWAYS),
    Rule("KB404", venues.misspelt_venue, _E, _ALWAYS),
    Rule("KB405", venues.vague_venue, _W, _NEVER, _ANY),
    Rule("KB406", venues.obsolete_venue_name, _W, _ALWAYS, _ANY),
    Rule("KB407", venue_conflicts.venue_in_two_writings, _I, _ALWAYS),
    Rule("KB408", venue_conflicts.no_such_year, _E, _NEVER, _ANY),
    Rule("KB409", venue_conflicts.conflicting_venues, _E, _NEVER, _ANY),
    Rule("KB421", venue_style.comma_before_year, _I, _ALWAYS),
    Rule("KB422", venue_style.stop_after_year, _I, _ALWAYS),
    Rule("KB423", venue_style.bracketed_venue, _I, _ALWAYS),
    Rule("KB424", venue_style.glued_part, _W, _ALWAYS),
    Rule("KB425", venue_style.two_digit_year, _I, _ALWAYS),
    Rule("KB426", venue_style.track_after_year, _I, _ALWAYS),
    Rule("KB427", beside_arxiv.year_after_id, _I, _NEVER),
    Rule("KB428", beside_arxiv.preprint_and_venue, _I, _NEVER),
    # --- links ---
    Rule("KB501", references.undefined_reference, _E, _NEVER, _MARKDOWN),
    Rule("KB502", references.unused_definition, _I, _NEVER, _MARKDOWN),
    Rule("KB503", references.duplicate_definition, _E, _NEVER, _MARKDOWN),
    Rule("KB504", references.definition_out_of_order, _I, _NEVER, _MARKDOWN),
    Rule("KB505", references.glued_definition, _I, _ALWAYS, _MARKDOWN),
    Rule("KB506", references.stale_label, _I, _NEVER, _MARKDOWN),
    Rule("KB507", references.shared_label, _W, _NEVER, _MARKDOWN),
    Rule("KB521", links.wrong_kind_of_link, _W, _NEVER, _MARKDOWN),
    Rule("KB522", links.links_of_different_papers, _E, _NEVER, _MARKDOWN),
    Rule("KB523", links.http_link, _I, _ALWAYS, _MARKDOWN),
    Rule("KB524", links.tracking_parameters, _I, _ALWAYS, _MARKDOWN),
    Rule("KB525", link_words.misspelt_link_label, _W, _ALWAYS, _MARKDOWN),
    Rule("KB526", link_words.unusual_link_label, _I, _NEVER, _MARKDOWN),
    Rule("KB527", link_words.link_in_other_brackets, _I, _ALWAYS, _MARKDOWN),
    Rule("KB528", link_words.link_on_author, _I, _NEVER, _MARKDOWN),
    Rule("KB529", link_words.image_without_description, _I, _NEVER, _MARKDOWN),
    Rule("KB530", addresses.broken_address, _E, _SOME, _ANY),
    # --- the list ---
    Rule("KB601", duplicates.duplicate_identifier, _W, _NEVER, _ANY),
    Rule("KB602", duplicates.duplicate_title, _W, _NEVER, _ANY),
    Rule("KB603", duplicates.conflicting_identifiers, _E, _NEVER, _ANY),
    Rule("KB604", duplicates.conflicting_authors, _E, _NEVER, _ANY),
    Rule("KB621", lists.broken_numbering, _W, _SOME, _MARKDOWN),
    Rule("KB622", lists.dangling_anchor, _E, _NEVER, _MARKDOWN),
    Rule("KB623", lists.wrong_count, _W, _ALWAYS, _MARKDOWN),
    Rule("KB624", entries.bullet_among_numbers, _I, _NEVER, _MARKDOWN),
    Rule("KB625", entries.not_a_citation, _I, _NEVER, _MARKDOWN),
    Rule("KB626", entries.link_on_name, _I, _NEVER, _MARKDOWN),
    Rule("KB627", entries.loose_heading, _I, _NEVER, _MARKDOWN),
    Rule("KB628", lists.trailing_blanks, _I, _ALWAYS, _MARKDOWN),
    Rule("KB629", lists.heading_without_blank_line, _I, _ALWAYS, _MARKDOWN),
    Rule("KB630", lists.title_in_contents, _I, _NEVER, _MARKDOWN),
    Rule("KB631", lists.other_encoding, _W, _NEVER, _ANY),
    # --- against the records ---
    Rule("KB701", records.title_differs_from_record, _W, _SOME, _EVERY),
    Rule("KB702", records.authors_differ_from_record, _W, _SOME, _EVERY),
    Rule("KB703", records.venue_differs_from_record, _W, _SOME, _EVERY),
    Rule("KB704", records.year_differs_from_record, _W, _SOME, _EVERY),
    Rule("KB705", records.identifier_of_another_paper, _E, _SOME, _EVERY),
    Rule("KB706", records.superseded_preprint, _I, _SOME, _EVERY),
    Rule("KB707", records.retracted, _E, _NEVER, _EVERY),
    Rule("KB708", records.not_found, _I, _NEVER, _EVERY),
    Rule("KB709", records.several_candidates, _I, _NEVER, _EVERY),
    Rule("KB710", records.incomplete_entry, _I, _ALWAYS, _BIBTEX),
    Rule("KB711", records.unconfirmed_venue, _I, _NEVER, _EVERY),
    # --- BibTeX files ---
    Rule("KB801", bib_entries.broken_block, _E, _NEVER, _BIBTEX),
    Rule("KB802", bib_entries.duplicate_key, _E, _NEVER, _BIBTEX),
    Rule("KB803", bib_entries.duplicate_field, _W, _NEVER, _BIBTEX),
    Rule("KB804", bib_entries.missing_field, _W, _NEVER, _BIBTEX),
    Rule("KB805", bib_entries.misspelt_field, _W, _ALWAYS, _BIBTEX),
    Rule("KB806", bib_entries.syntax_fault, _E, _SOME, _BIBTEX),
    Rule("KB807", bib_entries.undefined_string, _E, _NEVER, _BIBTEX),
    Rule("KB808", bib_entries.unknown_type, _W, _SOME, _BIBTEX),
    Rule("KB809", bib_entries.dangling_crossref, _E, _NEVER, _BIBTEX),
    Rule("KB810", bib_entries.exclusive_fields, _W, _NEVER, _BIBTEX),
    Rule("KB821", bib_fields.prefixed_doi, _W, _ALWAYS, _BIBTEX),
    Rule("KB822", bib_fields.authors_without_and, _E, _ALWAYS, _BIBTEX),
    Rule("KB823", bib_fields.et_al_in_authors, _W, _ALWAYS, _BIBTEX),
    Rule("KB824", bib_fields.unescaped_sign, _E, _ALWAYS, _BIBTEX),
    Rule("KB825", bib_fields.title_in_capitals, _I, _NEVER, _BIBTEX),
    Rule("KB826", bib_fields.hyphen_in_pages, _I, _ALWAYS, _BIBTEX, default=False),
    Rule("KB827", bib_fields.impossible_date, _E, _NEVER, _BIBTEX),
    Rule("KB828", bib_fields.authors_with_semicolons, _E, _ALWAYS, _BIBTEX),
    Rule("KB829", bib_fields.others_among_authors, _E, _NEVER, _BIBTEX),
    Rule("KB830", bib_fields.html_in_field, _W, _SOME, _BIBTEX),
    Rule("KB831", bib_fields.wrong_check_digit, _W, _NEVER, _BIBTEX),
    Rule("KB841", manuscripts.undefined_key, _E, _NEVER, _LATEX),
    Rule("KB842", manuscripts.uncited_entry, _I, _NEVER, _BIBTEX, of_uncited=True),
)

BY_CODE = {rule.code: rule for rule in RULES}
FAMILIES = {
    "KB1": "identifiers",
    "KB2": "authors",
    "KB3": "titles",
    "KB4": "venue and year",
    "KB5": "links",
    "KB6": "list",
    "KB7": "against the records (`--resolve`)",
    "KB8": "BibTeX files",
}


def rule_named(name: str) -> Rule | None:
    """The rule with a code or a name, in any case."""
    wanted = name.strip()
    return BY_CODE.get(wanted.upper()) or next(
        (rule for rule in RULES if rule.name == wanted.lower()), None
    )

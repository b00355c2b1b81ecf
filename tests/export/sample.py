"""An outcome written by hand: invented people in two rows, a list, flags, a failed segment."""

from __future__ import annotations

from pipeline.records import (
    Acronym,
    Article,
    Band,
    Candidate,
    Caption,
    CaptionPerson,
    Check,
    Correction,
    Detection,
    EntityKind,
    Evidence,
    Flag,
    FlagKind,
    KeptName,
    ListPerson,
    Lookalike,
    Mention,
    ModelRef,
    NameCluster,
    Origin,
    Part,
    PartDetection,
    ParticipantList,
    PartKind,
    ProcessedArticle,
    Quote,
    Reading,
    Reconciliation,
    Row,
    Segment,
    Span,
    TranslatedPart,
    Translation,
)

PERSON, ORGANISATION, PLACE = EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.PLACE

ARTICLE = Article(
    id="havnetur",
    source="havnetur.txt",
    parts=(
        Part(name="p1", kind=PartKind.TITLE, text="Fra Vadsund til Nantes 🚢"),
        Part(
            name="p2",
            kind=PartKind.CAPTION,
            before="\n\n",
            text="Bak fra venstre: Tuva Skarnes (VHS), Eivind Haldorsenn (FIN), Mats Orrevik. "
            "Foran: Solveig Brattli (havnefogd), Aino Kvaal (VHS). Foto: Jorun Lie",
        ),
        Part(
            name="p3",
            kind=PartKind.PARAGRAPH,
            before="\n\n",
            text="Vadsund havneselskap reiste til Nantes med 47 deltakere. Eivind Haldorsen "
            "mener at besøket ikke er det siste. «Vi kommer tilbake», sa Solveig Brattli.",
        ),
        Part(name="p4", kind=PartKind.HEADING, before="\n\n", text="Deltakere"),
        Part(
            name="p5",
            kind=PartKind.LIST_ITEM,
            before="\n\n",
            text="Tuva Skarnes, daglig leder, Vadsund havneselskap",
        ),
        Part(
            name="p6",
            kind=PartKind.LIST_ITEM,
            before="\n",
            text="Eivind Haldorsen, forsker, Fjordinstituttet",
        ),
        Part(name="p7", kind=PartKind.LIST_ITEM, before="\n", text="Solveig Brattli, havnefogd"),
        Part(
            name="p8",
            kind=PartKind.LIST_ITEM,
            before="\n",
            text="Aino Kvaal, miljøsjef, Vadsund havneselskap",
        ),
    ),
    after="\n",
    notes=("read as Windows-1252",),
)


def span(part: str, words: str) -> Span:
    """Return where ``words`` first stand in a part of the sample."""
    start = ARTICLE.part(part).text.index(words)
    return Span(part=part, start=start, end=start + len(words))


def quote(part: str, words: str) -> Quote:
    """Return words of the sample with their place."""
    return Quote(span=span(part, words), text=words)


def mention(
    part: str, words: str, kind: EntityKind = PERSON, origin: Origin = Origin.NER
) -> Mention:
    """Return a mention of the sample."""
    return Mention(span=span(part, words), text=words, name=words, kind=kind, origin=origin)


def pictured(order: int, words: str, row: Row, **words_beside: str) -> CaptionPerson:
    """Return somebody of the sample's caption."""
    beside = {key: quote("p2", value) for key, value in words_beside.items()}
    return CaptionPerson(
        mention=mention("p2", words, origin=Origin.CAPTION),
        order=order,
        row=row,
        affiliation=beside.get("affiliation"),
        role=beside.get("role"),
    )


def listed(part: str, words: str, title: str, organisation: str = "") -> ListPerson:
    """Return somebody of the sample's list."""
    return ListPerson(
        mention=mention(part, words, origin=Origin.LIST),
        title=quote(part, title),
        organisation=quote(part, organisation) if organisation else None,
    )


CAPTION = Caption(
    part="p2",
    people=(
        pictured(1, "Tuva Skarnes", Row.BACK, affiliation="VHS"),
        pictured(2, "Eivind Haldorsenn", Row.BACK, affiliation="FIN"),
        pictured(3, "Mats Orrevik", Row.BACK),
        pictured(4, "Solveig Brattli", Row.FRONT, role="havnefogd"),
        pictured(5, "Aino Kvaal", Row.FRONT, affiliation="VHS"),
    ),
    credits=(mention("p2", "Jorun Lie", origin=Origin.CAPTION),),
    cues=(quote("p2", "Bak fra venstre:"), quote("p2", "Foran:")),
)
LIST = ParticipantList(
    heading="Deltakere",
    people=(
        listed("p5", "Tuva Skarnes", "daglig leder", "Vadsund havneselskap"),
        listed("p6", "Eivind Haldorsen", "forsker", "Fjordinstituttet"),
        listed("p7", "Solveig Brattli", "havnefogd"),
        listed("p8", "Aino Kvaal", "miljøsjef", "Vadsund havneselskap"),
    ),
)
MENTIONS = (
    mention("p1", "Vadsund", PLACE),
    mention("p1", "Nantes", PLACE),
    *(person.mention for person in CAPTION.people),
    *CAPTION.credits,
    mention("p3", "Vadsund havneselskap", ORGANISATION),
    mention("p3", "Nantes", PLACE),
    mention("p3", "Eivind Haldorsen"),
    mention("p3", "Solveig Brattli"),
    *(person.mention for person in LIST.people),
    mention("p5", "Vadsund havneselskap", ORGANISATION, Origin.LIST),
    mention("p6", "Fjordinstituttet", ORGANISATION, Origin.LIST),
    mention("p8", "Vadsund havneselskap", ORGANISATION, Origin.LIST),
)


def cluster(name: str, *names: str, affiliation: str = "", role: str = "") -> NameCluster:
    """Return the mentions of the sample that carry one of the names."""
    found = tuple(m for m in MENTIONS if m.name in (name, *names))
    return NameCluster(
        id=name,
        name=name,
        kind=found[0].kind,
        mentions=found,
        forms=tuple(dict.fromkeys(m.name for m in found)),
        affiliations=(affiliation,) if affiliation else (),
        roles=(role,) if role else (),
    )


SPELLING = Flag(
    id="havnetur/p2/Eivind Haldorsenn/1",
    kind=FlagKind.SPELLING,
    entity=PERSON,
    mentions=tuple(m for m in MENTIONS if m.name.startswith("Eivind")),
    candidates=(
        Candidate(
            name="Eivind Haldorsen",
            score=0.974,
            evidence=(
                Evidence(
                    feature="spelling",
                    weight=2.4,
                    detail="one letter differs",
                    detail_nb="én bokstav er ulik",
                    left="Eivind Haldorsenn",
                    right="Eivind Haldorsen",
                ),
                Evidence(
                    feature="affiliation",
                    weight=1.3,
                    detail="FIN is Fjordinstituttet",
                    detail_nb="FIN er Fjordinstituttet",
                    left="FIN",
                    right="Fjordinstituttet",
                ),
                Evidence(feature="rarity", weight=-0.2, detail="the first name is common"),
            ),
        ),
        Candidate(name="Eivind Haldorsenn", score=0.026, evidence=()),
    ),
    band=Band.SURE,
    message="The caption and the list spell one person in two ways.",
    message_nb="Bildeteksten og listen skriver én person på to måter.",
)
NOT_IN_LIST = Flag(
    id="havnetur/p2/Mats Orrevik/1",
    kind=FlagKind.NOT_IN_LIST,
    entity=PERSON,
    mentions=(CAPTION.people[2].mention,),
    message="Mats Orrevik is in the picture but not in the list.",
)
APART = Lookalike(
    kind=PERSON,
    names=("Tuva Skarnes", "Tova Skarnes"),
    evidence=(
        Evidence(
            feature="same list",
            weight=-9.0,
            detail="both are on one list",
            detail_nb="begge står i samme liste",
        ),
    ),
)
CORRECTION = Correction(
    mentions=(CAPTION.people[4].mention,),
    written="Aino Kvaal",
    name="Aino Kvål",
    source="d1",
    reason="decided by Eva",
    reason_nb="avgjort av Eva",
)
ACRONYM = Acronym(short="VHS", long="Vadsund havneselskap", reasons=("Tuva Skarnes carries both",))
RECONCILIATION = Reconciliation(
    clusters=(
        cluster("Tuva Skarnes", affiliation="Vadsund havneselskap", role="daglig leder"),
        cluster("Eivind Haldorsen", "Eivind Haldorsenn", affiliation="Fjordinstituttet"),
        cluster("Mats Orrevik"),
        cluster("Solveig Brattli", role="havnefogd"),
        cluster("Aino Kvaal", affiliation="Vadsund havneselskap"),
        cluster("Vadsund havneselskap"),
        cluster("Fjordinstituttet"),
        cluster("Vadsund"),
        cluster("Nantes"),
    ),
    acronyms=(ACRONYM,),
    flags=(SPELLING, NOT_IN_LIST),
    lookalikes=(APART,),
    corrections=(CORRECTION,),
)

LOST_NUMBER = Check(kind="number", detail="the number 47 is missing")


def translated(part: str, *pairs: tuple[str, str], failed: int = -1) -> TranslatedPart:
    """Return a translated part; the segment numbered ``failed`` from 0 lost a number."""
    segments = tuple(
        Segment(
            source=quote(part, source),
            target=target,
            score=-0.3,
            checks=(LOST_NUMBER,) if number == failed else (),
        )
        for number, (source, target) in enumerate(pairs)
    )
    return TranslatedPart(part=part, text=" ".join(t for _, t in pairs), segments=segments)


def kept(part: str, source: str, expected: str = "", is_kept: bool = True) -> KeptName:
    """Return a name of the sample as it was looked for in the translation."""
    found = next(m for m in MENTIONS if m.name == source)
    return KeptName(
        source=source, expected=expected or source, kind=found.kind, part=part, kept=is_kept
    )


FRENCH = Translation(
    target="fr",
    road="nb-fr",
    parts=(
        translated("p1", ("Fra Vadsund til Nantes 🚢", "De Vadsund à Nantes 🚢")),
        translated(
            "p2",
            (
                "Bak fra venstre: Tuva Skarnes (VHS), Eivind Haldorsenn (FIN), Mats Orrevik.",
                "Derrière, de gauche : Tuva Skarnes (VHS), Eivind Haldorsen (FIN), Mats Orrevik.",
            ),
            (
                "Foran: Solveig Brattli (havnefogd), Aino Kvaal (VHS).",
                "Devant : Solveig Brattli (capitaine de port), Aino Kvaal (VHS).",
            ),
            ("Foto: Jorun Lie", "Photo : Jorun Lie"),
        ),
        translated(
            "p3",
            (
                "Vadsund havneselskap reiste til Nantes med 47 deltakere.",
                "Vadsund havneselskap s’est rendu à Nantes avec des participants.",
            ),
            (
                "Eivind Haldorsen mener at besøket ikke er det siste.",
                "Eivind Haldorsen estime que cette visite n’est pas la dernière.",
            ),
            (
                "«Vi kommer tilbake», sa Solveig Brattli.",
                "« Nous reviendrons », a déclaré Solveig.",
            ),
            failed=0,
        ),
        translated("p4", ("Deltakere", "Participants")),
        translated(
            "p5",
            (
                "Tuva Skarnes, daglig leder, Vadsund havneselskap",
                "Tuva Skarnes, directrice générale, Vadsund havneselskap",
            ),
        ),
        translated(
            "p6",
            (
                "Eivind Haldorsen, forsker, Fjordinstituttet",
                "Eivind Haldorsen, chercheur, Fjordinstituttet",
            ),
        ),
        translated("p7", ("Solveig Brattli, havnefogd", "Solveig Brattli, capitaine de port")),
    ),
    names=(
        kept("p1", "Vadsund"),
        kept("p1", "Nantes"),
        kept("p2", "Tuva Skarnes"),
        kept("p2", "Eivind Haldorsenn", "Eivind Haldorsen"),
        kept("p2", "Mats Orrevik"),
        kept("p2", "Solveig Brattli"),
        kept("p2", "Aino Kvaal"),
        kept("p2", "Jorun Lie"),
        kept("p3", "Vadsund havneselskap"),
        kept("p3", "Nantes"),
        kept("p3", "Eivind Haldorsen"),
        kept("p3", "Solveig Brattli", is_kept=False),
        kept("p5", "Tuva Skarnes"),
        kept("p5", "Vadsund havneselskap"),
        kept("p6", "Eivind Haldorsen"),
        kept("p6", "Fjordinstituttet"),
        kept("p7", "Solveig Brattli"),
    ),
)
SAMPLE = ProcessedArticle(
    article=ARTICLE,
    detection=Detection(language="nb", confidence=0.9987),
    languages=tuple(
        PartDetection(part=part.name, detection=Detection(language="nb", confidence=0.99))
        for part in ARTICLE.parts
    ),
    reading=Reading(captions=(CAPTION,), lists=(LIST,), mentions=MENTIONS),
    mentions=MENTIONS,
    reconciliation=RECONCILIATION,
    translations=(FRENCH,),
    models=(ModelRef(name="names", version="0.1.0", sha256="0f" * 32),),
)

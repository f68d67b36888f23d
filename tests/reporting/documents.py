"""Documents that the tests of Word's and Excel's files write out; all that they tell is made up."""

from resift.reporting.document import (
    Block,
    Bullets,
    Code,
    Details,
    Document,
    Emphasis,
    Figure,
    Link,
    Listing,
    Paragraph,
    Preformatted,
    Section,
    Table,
    columns,
)  # fmt: skip

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="80"><rect width="40" height="20" fill="#08f"/></svg>'

COUNTS = Table(
    caption="The flow as a table", columns=columns("Box", "n#"), name="boxes",
    rows=[(("Records ", Link(text="screened", to="listed")), 12345), ("Records excluded", None)],
)  # fmt: skip
STUDIES = Table(
    caption="Characteristics", name="studies", grouped=True,
    columns=columns("Category", "Study", "Model", "Population", "Design", "Outcome", "Reports"),
    rows=[
        ("peer support", "S1", "Befriending", "Adults", "Trial", "Network size", "One.\nTwo."),
        ("peer support", "S2", "Clubhouse", "Adults", "Cohort", "Loneliness", "Three."),
        ("employment", "S3", "Placement", "Adults", "Trial", "Inclusion", "Four."),
    ],
)  # fmt: skip


def of(*blocks: Block, title: str = "A fictional review") -> Document:
    """A document of one section."""
    return Document(title=title, sections=[Section(id="one", title="One", blocks=blocks)])


def whole() -> Document:
    """A document with every kind of block."""
    marked = ("see ", Link(text="the flow", to="the-flow"), ", ", Code(text="exp Social/"), Emphasis(text=" not "),
              Link(text="PRISMA", to="https://doi.org/10.1136/bmj.n71"),
              Link(text=" the list", to="listed"))  # fmt: skip
    flow = Section(id="the-flow", title="Flow", blocks=[
        Figure(caption="Flow diagram", svg=SVG.format(1218), alt="12,345 records <screened>"), COUNTS,
    ])  # fmt: skip
    searches = Section(id="searches", title="Searches", sections=[Section(id="pubmed", title="PubMed", blocks=[
        Preformatted(caption="As run", text='1. exp Social/\n2.\tdepress*  "x"\n'),
        Details(summary="What changed", blocks=[Bullets(items=["a", "b"]), Table(
            caption="Measures", columns=columns("Measure", "Value#"),
            rows=[("PABAK", "0.700"), ("kappa", "not defined")],
        )]),
    ])])  # fmt: skip
    studies = Section(id="studies", title="Studies", blocks=[STUDIES])
    lists = Section(id="records", title="Record lists", blocks=[
        Paragraph(text="Each number."),
        Listing(id="listed", title="Records screened", items=[("r1", "A secret record")]),
    ])  # fmt: skip
    return Document(
        title="A fictional review", subtitle="PRISMA 2020 report", notices=["Draft: 3 awaiting a decision."],
        lead=[Paragraph(text=marked), Paragraph(text="Mind this.", notice=True)],
        sections=[flow, searches, studies, lists], colophon=["Made with resift."],
    )  # fmt: skip

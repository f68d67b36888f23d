"""The PRISMA 2020 flow: counts that are sizes of sets, checks that name the records at fault, the diagram as SVG.

Pure: no files, no network, no printing. ``flow`` sorts every identified record into exactly one box, ``check`` tests
the result against what happened, ``check_counts`` tests a flow that is known only as numbers, ``diagram`` draws it.
Source of fields, identities and wording: Page MJ, et al. BMJ 2021;372:n71.
"""

from resift.prisma.arithmetic import check_counts
from resift.prisma.diagram import diagram
from resift.prisma.findings import Finding, Level
from resift.prisma.flow import Flow, flow
from resift.prisma.history import History, Lane, Retrieval, Source
from resift.prisma.options import Options
from resift.prisma.states import check

__all__ = [
    "Finding",
    "Flow",
    "History",
    "Lane",
    "Level",
    "Options",
    "Retrieval",
    "Source",
    "check",
    "check_counts",
    "diagram",
    "flow",
]

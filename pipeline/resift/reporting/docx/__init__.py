"""The report as a Word document, for journals that ask for one."""

from resift.reporting.docx.writing import docx as docx

__all__ = ["docx"]

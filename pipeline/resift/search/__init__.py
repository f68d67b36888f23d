"""The search room: PubMed through the E-utilities, its records, and the same searches over files at hand.

Nothing is loaded here; import the module that is needed (``resift.search.medline``, ``pubmed``, ``server`` ...).
"""

"""The screening session on a whole terminal: the same sitting as in line mode, with everything in view.

``front`` knows what is on the screen and what each key does, without a terminal; ``app`` draws it with Textual.
"""

"""The slip on paper: what stands on it, how it is laid out, and how it gets to a printer.

It knows no language and no desk: `words` hands it a slip that is already said.
"""

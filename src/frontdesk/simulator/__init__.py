"""A backend that answers like ЕСОЗ, and an invented clinic to go with it.

It stands apart from the client on purpose: written from the same facts, it shares none of its code.
"""

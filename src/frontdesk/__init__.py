"""A keyboard-only terminal program for the registrars of Ukrainian clinics."""

__version__ = "0.1.0"

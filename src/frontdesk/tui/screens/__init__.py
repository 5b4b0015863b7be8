"""One screen for each step of the registrar's work."""

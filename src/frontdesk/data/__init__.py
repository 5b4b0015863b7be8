"""Lists with their source and date."""

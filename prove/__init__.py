"""Campaigns that try to break what the program promises, each beside a control that must break."""

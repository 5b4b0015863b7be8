"""The terminal program: screens ask the desk and show what it answers; they decide nothing."""

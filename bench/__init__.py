"""What is fast here and how it is known: `python -m bench` measures, prints and judges nothing."""

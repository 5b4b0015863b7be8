# The same commands for those whose fingers know make; run.py does the work.
PYTHON ?= python3

demo test torture check bench lock:
	@$(PYTHON) run.py $@

.PHONY: demo test torture check bench lock

# The same commands for those whose fingers know make; run.py does the work.
PYTHON ?= python3

demo test torture check bench lock:
	@$(PYTHON) run.py $@

# make prove WHAT=powerloss
prove:
	@$(PYTHON) run.py prove $(WHAT)

.PHONY: demo test torture check bench prove lock

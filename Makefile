# Short names for developers; everything is done by manage.py, which sets up what it needs.
.DEFAULT_GOAL := run
.PHONY: run test check bench score model audit faults fuzz

run:  ## serve HarassGuard on this machine
	python3 manage.py up

test:  ## the static checks and the whole suite
	python3 manage.py test

check:  ## the static checks alone
	python3 manage.py test --static

bench:  ## how fast and how large it runs on this machine
	python3 manage.py bench --full

audit:  ## bandit over the code, pip-audit over what it stands on
	python3 manage.py audit

FUZZ_SECONDS ?= 60
fuzz:  ## feed importers and uploads what nobody would send; needs requirements-audit.txt installed
	.venv/bin/python -m tests.fuzz.importers -max_total_time=$(FUZZ_SECONDS)
	.venv/bin/python -m tests.fuzz.uploads -max_total_time=$(FUZZ_SECONDS)

faults:  ## kill the program 200 times at random moments, and look for loss
	python3 manage.py faults

score:  ## how well texts are read, on the sample sets of the tests
	python3 manage.py score

SAMPLES = tests/incidents/tagging/samples
model:  ## train the statistical model anew on the labelled sample texts
	.venv/bin/python -m incidents.tagging.learned.training $(foreach set,\
		development validation holdout holdout2 holdout3 holdout4 unseen1 unseen2 training,\
		$(SAMPLES)/$(set).jsonl)

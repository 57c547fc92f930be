# Short names for developers; everything is done by manage.py, which sets up what it needs.
.DEFAULT_GOAL := run
.PHONY: run test check

run:  ## serve HarassGuard on this machine
	python3 manage.py up

test:  ## the static checks and the whole suite
	python3 manage.py test

check:  ## the static checks alone
	python3 manage.py test --static

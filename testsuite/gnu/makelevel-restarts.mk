all: ; @echo '[$(MAKELEVEL)] [$(MAKE_RESTARTS)] [$(MAKECMDGOALS)]'; $(MAKE) -f $(CASE) --no-print-directory sub
sub: ; @echo '[$(MAKELEVEL)] $(MAKECMDGOALS)'

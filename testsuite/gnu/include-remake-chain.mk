# setup: touch in
-include gen.d
all: ; @echo '$(v) $(MAKE_RESTARTS) $(MAKELEVEL)'
%.d: %.q ; @echo 'd from $<'; echo v = 1 >$@
%.q: in ; @echo 'q'; cp $< $@

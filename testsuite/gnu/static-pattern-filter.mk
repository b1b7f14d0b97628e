files = a.elc b.o c.elc
all: $(files)
$(filter %.o,$(files)): %.o: %.c ; @echo cc $@ $<
$(filter %.elc,$(files)): %.elc: %.el ; @echo emacs $@ $<
b.c a.el c.el: ;

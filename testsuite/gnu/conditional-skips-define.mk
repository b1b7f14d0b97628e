# A skipped conditional skips the lines of a define, also those that look like endif.
ifdef NOTHING
define x
endif
endef
$(error read)
endif
all: ; @echo done

# ifdef looks at the raw value, through a computed name.
empty =
blank = $(empty)
name = blank
two = a b
ifdef empty
$(info empty)
endif
ifdef blank
$(info blank)
endif
ifdef $(name)
$(info computed)
endif
ifndef $(empty)x
$(info none)
endif
all: ; @:

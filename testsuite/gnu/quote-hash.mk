a = before \# after # gone
b = \\\# x
c := $(subst x,#,axb)
h := \#
all: a\#b
	@echo '$(a)[$(b)][$(c)]' # stays
	@echo '$(subst x,#,axb)' $(h)
a\#b: ; @echo '$@'

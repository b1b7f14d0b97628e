# An include ends the rule.
# setup: printf '\t@echo from include\n' >a.mk
all:
include a.mk

# A colon in a reference still splits the rule.
.SECONDEXPANSION:
all: $$(@:l=x) ; @echo '$^'

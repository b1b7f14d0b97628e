# setup: touch 'x%y.in'
all: x%y.out 'q'
x\%y.out: ; @echo '$@'
'q': ; @echo "$@"
$(info $(patsubst a\%b%,<%>,a%bc axbc))
$(info $(patsubst %,a\%b%,c))
$(info $(filter a\%b,a%b axb))

# Unknown suffixes: an ordinary target, though no default goal.
.q.r: ; @echo '$@'
all: .q.r ; @echo all

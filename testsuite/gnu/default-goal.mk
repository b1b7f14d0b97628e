# The first target that is no dot name; a dot with a slash counts.
.hidden: ; @echo hidden
%.o: ; @echo pattern
.SUFFIXES: .x
./first: ; @echo '$@'
second: ; @echo second

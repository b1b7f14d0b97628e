a.o: b.o: c.o ; @echo

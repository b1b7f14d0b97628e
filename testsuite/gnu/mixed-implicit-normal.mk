all %.o: x ; @echo

%.o: %.x: %.c ; @echo

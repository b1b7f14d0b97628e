# SHELL is not taken from the environment nor given to it.
# env: SHELL=/no/such/shell
all: ; @echo $(SHELL) "$$SHELL" $(origin SHELL)

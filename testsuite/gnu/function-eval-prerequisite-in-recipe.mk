all: ; $(eval all: b)@echo x
b: ; @echo b

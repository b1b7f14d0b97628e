# env: HOME=/nowhere/at-all
all: ~/x
/nowhere/at-all/x: ; @echo '$@'

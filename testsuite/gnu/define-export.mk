export define both
1
2
endef
undefine other
all: ; @printenv both

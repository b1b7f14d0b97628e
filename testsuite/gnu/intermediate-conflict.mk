.NOTINTERMEDIATE: x
.INTERMEDIATE: x
all: x
x: ; @echo x

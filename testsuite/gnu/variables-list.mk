x = 1
all: ; @echo '$(filter x MAKE CURDIR none all,$(sort $(.VARIABLES)))'

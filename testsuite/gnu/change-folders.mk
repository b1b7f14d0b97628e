# args: -C d -C e -f ../../change-folders.mk
# setup: mkdir -p d/e; echo 'x: ; @echo x $(CURDIR) $(MAKEFILE_LIST)' >d/e/change-folders.mk
all: ; @echo '$(CURDIR)'

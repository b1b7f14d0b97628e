# args: --just --no-pr --ignore-er
all: ; echo dry

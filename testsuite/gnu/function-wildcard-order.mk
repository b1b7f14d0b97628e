# Sorted pattern by pattern, duplicates kept.
# setup: touch b.c a.c a.h
all: ; @echo '$(wildcard *.h *.c a.*)'

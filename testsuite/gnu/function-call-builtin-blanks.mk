# A builtin by call takes arguments as they are.
all: ; @echo '[$(call words,a b c)] [$(call or,,x)] [$(call  words ,a b)]'

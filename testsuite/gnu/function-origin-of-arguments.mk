f = $(origin 1) $(flavor 1) $(origin 2) $(origin 0)
all: ; @echo '$(call f,a)' '$(foreach x,1,$(origin x))' '$(origin MAKE_VERSION) $(origin .VARIABLES) $(origin MAKECMDGOALS)'

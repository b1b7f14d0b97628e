# Arguments hide outer ones and come back; missing ones are empty.
in = ($1$2)
out = $1$(call in,x)$2
1 = global
all: ; @echo '$(call out,a,b) $1'

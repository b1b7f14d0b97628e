a := $(.SHELLSTATUS)
x := $(shell exit 5)
b := $(.SHELLSTATUS)
y := $(shell true)
c := $(.SHELLSTATUS)
z := $(shell kill -9 $$$$)
d := $(.SHELLSTATUS)
all: ; @echo '[$a] $b $c $d'

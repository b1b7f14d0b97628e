# setup: touch x.z
all: lib.a(x.q)
(%.q): %.z ; @echo '$@ $% $< $*'

ifeq "a b" 'a b'
$(info double single)
endif
ifeq 'a"b' "a"b"
$(info odd)
endif
all: ; @:

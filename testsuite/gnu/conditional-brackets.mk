ifeq ((a),(a))
$(info brackets)
endif
ifneq ({a,b},x)
$(info braces)
endif
all: ; @:

# Blanks after the bracket and around the comma: only those before the second argument go.
e :=
ifeq (a,$(e) a)
$(info leading kept)
else
$(info leading gone)
endif
ifeq (a ,a)
$(info trailing of first gone)
endif
ifeq ( a,a)
$(info leading of first gone)
else
$(info leading of first kept)
endif
ifeq (a,a )
$(info trailing of second gone)
else
$(info trailing of second kept)
endif
ifeq ($(subst a,b,(a,a)),(b))
$(info nested comma)
endif
all: ; @:

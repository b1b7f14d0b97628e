$(info to stdout)
$(warning careful: \
  twice)
ifeq (,)
  $(error gone)
endif
all: ; @echo

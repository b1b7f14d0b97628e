define bad
all: ; @echo all
what now
endef

$(eval $(bad))

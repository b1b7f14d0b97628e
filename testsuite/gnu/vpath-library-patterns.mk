# setup: mkdir lib; touch lib/one.lib
.LIBPATTERNS = %.lib lib%.so
VPATH = lib
all: -lone ; @echo '$^'

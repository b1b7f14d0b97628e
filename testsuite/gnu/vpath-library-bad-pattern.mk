# args: -k
.LIBPATTERNS = none.lib
all: -lone ; @echo '$^'

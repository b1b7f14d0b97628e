all: v = $@-$<-$(@D)
all: d/x ; @echo '$(v)'
d/x: ; @echo '$(v)'

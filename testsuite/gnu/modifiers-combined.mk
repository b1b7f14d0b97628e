# args: v=command w=command
override export v = file
export override w = file too
all: private export x = target
all: sub ; @printenv v w x
sub: ; @printenv x || echo none

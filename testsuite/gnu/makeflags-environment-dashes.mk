# env: MAKEFLAGS='-n -- v=two\ words'
all: ; echo '$(v)'

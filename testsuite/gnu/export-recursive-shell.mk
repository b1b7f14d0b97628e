# $(shell) sees exported variables too in 4.4; one that needs itself gets the value from outside.
# env: LOOP=outside
export NORMAL = seen
export LOOP = $(shell echo "$$LOOP" in)
all: ; @echo '$(shell echo $$NORMAL)' "$$LOOP"

# setup: printf '#!/bin/sh\necho script\n' >run.sh
all: run

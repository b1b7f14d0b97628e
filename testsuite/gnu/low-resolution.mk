# setup: touch -d '2001-01-01 00:00:00.9' s; touch -d '2001-01-01 00:00:00' t u
.LOW_RESOLUTION_TIME: t
all: t u
t u: s ; @echo '$@'

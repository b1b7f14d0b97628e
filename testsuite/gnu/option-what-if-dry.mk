# args: -n -W s -W none
# setup: touch -d 2001-01-01 s; touch -d 2002-01-01 a
a: s ; echo '$@ [$?]'

# setup: touch -d 2001-01-01 old; touch -d 2003-01-01 new; touch -d 2002-01-01 all
all:: old ; @echo from $^
all:: new ; @echo from $^ '[$?]'
all:: ; @echo always

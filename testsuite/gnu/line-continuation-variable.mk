# A continued value keeps one blank per join; backslashes before it halve only in pairs.
a = one \
    two	\
	  three
b = x\
y
c = even\\
d = even\\\
    odd
e = tail \

f = after
# a comment goes on \
f = never
all:
	@echo '[$(a)] [$(b)] [$(c)] [$(d)] [$(e)] [$(f)]'

all: a b
a: ; $(nothing)
b:
	
	$(nothing)

# setup: printf '#!/no/such/interpreter\n' >s; chmod +x s
all: ; -@./s

e =
b = $(e) $(e)
all:
	@echo '[$(if $e,t,f)] [$(if $b,t,f)] [$(if  ,t,f)] [$(if x,t)] [$(if ,t)] [$(if x, t ,f)] [$(if ,t,f,g,h)]'
	@echo '[$(or $e,,x,$(error no))] [$(and a,,$(error no))] [$(and a, b )] [$(or $e)] [$(and a,b)]'

rev = $2 $1 [$0] [$3]
nest = <$(call rev,$1,in)>
e :=
all:
	@echo '$(call rev,a,b)'
	@echo '$(call rev, a , b ,c,d)'
	@echo '$(call nest,out,never)'
	@echo '$(call no-such,a)' '$(call subst,a,b,aaa)' '$(call $(e)rev,x,y)'

$(file >no/such/folder,text)
all: ; @:

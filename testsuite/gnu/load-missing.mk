-load none.so
all: ; @echo '[$(.LOADED)]'

# setup: printf 'x = a\r\nall: ; @echo "[$(x)]" | tr -d "\\r"\r\n' >crlf.mk
include crlf.mk

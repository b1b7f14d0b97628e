all: ; @echo all
        echo eight blanks

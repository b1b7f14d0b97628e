a b &: in
in: ; @echo in

a b: ; @exit 9

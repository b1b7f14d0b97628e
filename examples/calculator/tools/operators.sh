# the operators of the calculator, as cases of a switch: "SIGN EXPRESSION" a line
while read -r sign expression; do
	printf "case '%s': return %s;\n" "$sign" "$expression"
done

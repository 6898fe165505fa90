"""Are the rules the ones that were defined, at their bounds as well, and would a wrong sign be noticed?"""

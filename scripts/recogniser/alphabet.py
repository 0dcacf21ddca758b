"""The classes that the recogniser tells apart: CTC's blank, the characters, and what is left of a character that is cut."""

CHARACTERS = " " + "".join(chr(code) for code in range(33, 127)) + "·°é’‘“”–—•×…→₂²©"

BLANK = 0
CLASS_OF = {character: index + 1 for index, character in enumerate(CHARACTERS)}
# A glyph of which so much is missing that nobody can tell which it was. Reading nothing there would make 12.00 a 2.00.
FRAGMENT = len(CHARACTERS) + 1
CLASSES = len(CHARACTERS) + 2
# How a fragment is written in texts, in the program as well.
FRAGMENT_SIGN = "\ufffd"

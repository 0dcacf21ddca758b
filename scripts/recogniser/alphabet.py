"""The classes that the recogniser tells apart: CTC's blank, the characters, what is left of a cut one, and what it cannot read."""

CHARACTERS = " " + "".join(chr(code) for code in range(33, 127)) + "·°é’‘“”–—•×…→₂²©"

BLANK = 0
CLASS_OF = {character: index + 1 for index, character in enumerate(CHARACTERS)}
# A glyph of which so much is missing that nobody can tell which it was. Reading nothing there would make 12.00 a 2.00.
FRAGMENT = len(CHARACTERS) + 1
# A word in another alphabet, a letter that is none of the above, lines above each other, text on its side: what is written there is
# for another reader. Without this class it is nothing, or something like it.
UNREADABLE = FRAGMENT + 1
CLASSES = len(CHARACTERS) + 3
# How both are written in texts, in the program as well.
FRAGMENT_SIGN = "\ufffd"
UNREADABLE_SIGN = "\u3013"

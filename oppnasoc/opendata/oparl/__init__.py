"""OParl 1.1 (https://oparl.org/spezifikation/): the council standard in which others read us."""

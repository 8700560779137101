"""How another system is told over HTTP: which addresses may be reached, how a message is signed, and how it is sent."""

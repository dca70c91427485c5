"""Tables that all sample companies have, made from what differs between them."""

"""One fictional city for trying out and for training: 云州市 (region code 9901xx, which no real place has).

For: organisations, people, certificates and enterprises, made through the services like any
other, the same at every load. Not for production and not for tests of the rules.
"""

"""Draws by lot that anyone can repeat and nobody can steer (双随机): commits, public randomness, tickets, bundles.

The bytes and the order of events stand in ``docs/draw-protocol.md`` and ``rules/draws``; this room keeps the records.
It serves inspections and case-file evaluation alike and knows neither: a draw belongs to an opaque *matter*.
国办发〔2015〕58号 (electronic means, the whole course traceable); 优化营商环境条例第五十四条; 民营经济促进法第五十二条.
"""

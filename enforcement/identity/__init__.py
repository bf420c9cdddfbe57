"""Who people are, where they stand and what they may do.

For: the organisation tree, accounts and sign-in, roles granted on an organisation path or on
one record, officers and their enforcement certificates, tokens of agencies' own systems.
Not for: who may do what within one case (separation of duties is law and stands in
``rules``), nor for citizens, who need no account.

The administrator of accounts holds no permission on cases or evidence and can't give any to
himself: ``config/roles.toml`` marks the role as exclusive, and nobody grants to his own
account.

Basis: 行政处罚法第四十二条、第五十五条 (qualified officers), GB/T 22239 8.1.4.1-2
(identification, access control).
"""

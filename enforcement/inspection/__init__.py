"""Double-random inspection (双随机、一公开) and the protection of enterprises from needless visits (涉企行政检查).

Item list, libraries of objects and officers, plans, tasks, checks and their results; every visit is counted.
A draw itself belongs to ``draws``; a breach that is found becomes a lead in ``casework``.
优化营商环境条例第五十四条至第五十八条; 国办发〔2015〕58号; 国办发〔2024〕54号.
"""

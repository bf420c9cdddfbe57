"""Case-file evaluation (案卷评查): standards as data, scoring, comparing evaluators, drawing, blinding.

Pure. 行政执法监督条例第十五条、第十八条. The law is taken by the date of the file, the standard by the plan.
"""

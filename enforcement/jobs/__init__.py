"""The door of the clock: what happens because time passed. It knows no page and no JSON.

`registry` names the jobs, `scheduler` runs them in a process of its own. However many schedulers
there are, a lease in the database gives each planned time of a job to one of them.
"""

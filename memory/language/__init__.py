"""What a question asks of a memory: thing, place, time, order, and the kind of its answer.

`QuestionReader` reads English text into `Asked` by a small grammar: the same text at the same time
always gives the same value, and no model takes part.
"""

from whereseen.memory.language.asked import Answer, Asked, Order, Persistence, Rank, RankBy
from whereseen.memory.language.errors import NotUnderstood
from whereseen.memory.language.event import Actor, Anchor, Event, Role, Sequence, Verb
from whereseen.memory.language.names import Known
from whereseen.memory.language.reader import QuestionReader
from whereseen.memory.language.thing import Place, Relation, Sort, Thing, Viewpoint
from whereseen.memory.language.when import Time, TimeRelation

__all__ = [
    "Actor",
    "Anchor",
    "Answer",
    "Asked",
    "Event",
    "Known",
    "NotUnderstood",
    "Order",
    "Persistence",
    "Place",
    "QuestionReader",
    "Rank",
    "RankBy",
    "Relation",
    "Role",
    "Sequence",
    "Sort",
    "Thing",
    "Time",
    "TimeRelation",
    "Verb",
    "Viewpoint",
]

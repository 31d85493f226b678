"""What a lesson came to, in words: percentiles by kind of request, failures, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.visitor import Seen


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one lesson.

    `own_cpu` and `server_cpu` are in cores. Lost are answers and reviews that were acknowledged
    and are not stored, doubled those stored twice, or never sent.
    """

    learners: int
    pace: float
    seen: Seen
    seconds: float
    own_cpu: float
    server_cpu: float
    lost: int
    doubled: int

    @property
    def whole(self) -> bool:
        """Whether nothing was lost and nothing doubled."""
        return self.lost == self.doubled == 0

    @property
    def good(self) -> bool:
        """Whether, besides, nothing failed and nobody was refused."""
        return self.whole and not self.seen.errors and not self.seen.refused

    @property
    def requests(self) -> int:
        """How many requests were answered."""
        return sum(map(len, self.seen.times.values()))

    def lines(self) -> Iterator[str]:
        """Everything, a line for each kind of request."""
        yield f"{'milliseconds':26} {'count':>7} {'p50':>8} {'p95':>8} {'p99':>8}"
        for kind in sorted(self.seen.times):
            shares = (self.seen.percentile(kind, share) for share in (0.5, 0.95, 0.99))
            shown = " ".join(f"{each:8.1f}" for each in shares)
            yield f"{kind:26} {len(self.seen.times[kind]):7} {shown}"
        yield self.short()

    def short(self) -> str:
        """The whole in two lines."""
        seen = self.seen
        failed = {
            f"{kind} {status}": n for (kind, status), n in seen.statuses.items() if status > 399
        }
        return (
            f"{self.learners} learners, pace {self.pace:g}, {self.seconds:.0f} s: "
            f"{self.requests / self.seconds:.0f} requests/s, answer p50 "
            f"{seen.percentile('answer', 0.5):.1f} p95 {seen.percentile('answer', 0.95):.1f} "
            f"p99 {seen.percentile('answer', 0.99):.1f} ms, errors {seen.errors} {failed or ''}, "
            f"refused {sum(seen.refused.values())} {dict(seen.refused) or ''}\n"
            f"  answers {len(seen.answers)}, reviews {len(seen.reviews)}; lost {self.lost}, "
            f"doubled {self.doubled}; server {self.server_cpu:.2f} cores, load generator "
            f"{self.own_cpu:.2f} cores"
        )

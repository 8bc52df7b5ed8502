"""In the demonstration: citizens rate after the hand-over, officials explain their figures, all by the commands."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.utils.timezone import localdate

from congvu.dossiers import commands
from congvu.dossiers.commands.rating import Opinion
from congvu.dossiers.models import Dossier
from congvu.indicators.commands import explain
from congvu.offices.models import Official, Post, Role
from congvu.rules.reporting_period import Kind, last_ended

GOOD = ("nhanh", "huong-dan-ro", "than-thien")
POOR = ("cham", "di-lai-nhieu", "huong-dan-kho-hieu")
WORDS = (
    "Cán bộ giải thích kỹ, lần sau tôi biết phải mang gì.", "Nên có chỗ ngồi chờ cho người già.",
    "Được hẹn hai ngày, hôm sau đã có.", "Nên nhắn tin khi có kết quả.", "Phải quay lại vì thiếu một tờ bản sao.",
)  # fmt: skip
EXPLANATIONS = (
    "Tuần cuối tháng đi đo đạc ngoài đảo, hồ sơ dồn sang tuần sau.",
    "Ba hồ sơ chờ trích lục từ kho lưu trữ tỉnh.",
    "",
)


def opinion(random: Random, *, was_late: bool) -> Opinion:
    """What one citizen says; those who waited too long are less pleased."""
    weights = [20, 25, 25, 20, 10] if was_late else [1, 3, 10, 38, 48]
    score = random.choices([1, 2, 3, 4, 5], weights=weights)[0]
    reasons = random.sample(GOOD if score > 3 else POOR, random.randint(0, 2))
    points = {"thai-do": min(2, score // 2), "tiep-don": 2} if random.random() < 0.2 else {}
    return Opinion(score, tuple(reasons), points, random.choice(WORDS) if random.random() < 0.25 else "")


def after_hand_over(random: Random, dossier_id: int, clerk: Official) -> Callable[[datetime], None]:
    """One rating some hours later; a few are given at the counter, with the clerk as witness."""

    def rate(at: datetime) -> None:
        dossier = Dossier.objects.get(pk=dossier_id)
        late = bool(dossier.due_at and dossier.finished_at and dossier.finished_at > dossier.due_at)
        witness = clerk if random.random() < 0.15 else None
        commands.rate(at=at, dossier_id=dossier_id, opinion=opinion(random, was_late=late), witness=witness)

    return rate


def explain_figures(now: datetime) -> None:
    """Three specialists have looked at the report month that ended last; the others have not yet."""
    year, month = last_ended(Kind.REPORT_MONTH, localdate(now))
    posts = Post.objects.filter(Post.held_on(localdate(now)), role=Role.SPECIALIST).select_related("official")
    for post, words in zip(posts.order_by("pk"), EXPLANATIONS, strict=False):
        explain(actor=post.official, at=now - timedelta(hours=1), year=year, month=month, words=words)

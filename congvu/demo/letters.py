"""The letters of the demonstration: papers asked for, apologies in time and late, stops, withdrawals, refusals."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from congvu.dossiers import commands
from congvu.dossiers.commands.ending import Told
from congvu.dossiers.commands.extension import Apology
from congvu.dossiers.commands.reception import Party
from congvu.dossiers.commands.refusal import Refused
from congvu.dossiers.models import Dossier, Ending, MissingPaper
from congvu.offices.models import ProcedureVersion, Role, Unit
from congvu.rules.dossier import State
from congvu.rules.letters import Missing

if TYPE_CHECKING:
    from congvu.demo.fill import Town

FLAWS = ("thiếu chữ ký của người đề nghị ở trang cuối", "bản nộp bị mờ, không đọc được số", "hồ sơ chưa có giấy này")
BASIS = "NĐ 118/2025/NĐ-CP; thành phần hồ sơ của thủ tục đã công bố"
DELAYS = (
    "văn bản trả lời của cơ quan phối hợp chưa tới", "phải xác minh thêm tại thực địa do thời tiết xấu",
    "người thụ lý nghỉ ốm, hồ sơ được giao lại chậm",
)  # fmt: skip
REFUSALS = (
    ("Việc đề nghị thuộc thẩm quyền của cơ quan khác.", "Văn phòng đăng ký đất đai cấp tỉnh"),
    ("Người đề nghị không thuộc đối tượng của thủ tục này.", ""),
    ("Thủ tục đã được thay bằng việc tra cứu trên Cổng dịch vụ công quốc gia.", "Cổng dịch vụ công quốc gia"),
)


def ask(town: "Town", dossier: Dossier, at: datetime) -> bool:
    """Ask for one to three papers, the way the counter's page does; False where the clock may no longer be stopped."""
    if dossier.holder is None or dossier.due_at is None or at > dossier.due_at or dossier.paused_at:
        return False
    near = town.hours.elapsed(at, dossier.due_at) < 4 * 3600
    papers = [paper["name_vi"] for paper in dossier.procedure_version.papers]
    chosen = town.letters.sample(papers, k=town.letters.randint(1, min(3, len(papers))))
    missing = [Missing(paper, town.letters.choice(FLAWS)) for paper in chosen]
    commands.ask_for_papers(
        actor=town.desk(dossier.unit, Role.HEAD) if near else dossier.holder, at=at, dossier_id=dossier.pk,
        seen_version=None, missing=missing, basis=BASIS, confirmed=True,
    )  # fmt: skip
    return True


def resume(town: "Town", dossier_id: int, at: datetime) -> None:
    """What was asked for comes, mostly all of it; sometimes something else is found missing."""
    dossier = Dossier.objects.select_related("holder", "unit").get(pk=dossier_id)
    if dossier.holder is None or dossier.state != State.PAUSED:
        return
    items = MissingPaper.objects.filter(request__dossier=dossier, request__pause__ended_at=None)
    came = [one.number for one in items if town.letters.random() < 0.9]
    commands.resume(actor=dossier.holder, at=at, dossier_id=dossier_id, seen_version=None, came=came)
    if town.letters.random() < 0.12:
        town.later(town.hours.after(at, 900), lambda again: _ask_again(town, dossier_id, again))


def _ask_again(town: "Town", dossier_id: int, at: datetime) -> None:
    dossier = Dossier.objects.select_related("holder", "unit").get(pk=dossier_id)
    if dossier.state == State.IN_PROCESS and ask(town, dossier, at):
        town.later(town.hours.after(at, 7200), lambda back: resume(town, dossier_id, back))


def plan(town: "Town", dossier: Dossier, share: float) -> None:
    """What befalls a dossier just received: an apology for every other late one (late for every fourth), and an end
    without a result for one in fifty. Counted, not drawn: a small demonstration shows all of it too.
    """
    due, arrival = dossier.due_at, next(town.arrivals)
    is_long = due is not None and due - dossier.recorded_at > timedelta(days=2)  # nobody apologises for a day's one
    turn = next(town.late_ones) % 4 if share > 1 and is_long else 1
    if due is not None and turn in {0, 2}:
        when = town.hours.after(due, 5400) if turn == 2 else town.hours.before(due, 10 * 3600)
        town.later(max(when, dossier.recorded_at + timedelta(minutes=30)), _apology(town, dossier.pk))
    elif arrival % 50 == 20:
        town.later(town.hours.after(dossier.recorded_at, 900), _ending(town, dossier.pk))


def _apology(town: "Town", dossier_id: int) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        dossier = Dossier.objects.select_related("settling_unit").get(pk=dossier_id)
        if dossier.due_at is None or dossier.state not in {State.RECEIVED, State.IN_PROCESS}:
            return
        new_day = town.hours.next_open_day(localdate(max(at, dossier.due_at)))
        for _day in range(town.letters.randint(0, 2)):
            new_day = town.hours.next_open_day(new_day)
        apology = Apology(new_day, town.letters.choice(DELAYS), dossier.settling_unit)
        head = town.desk(dossier.settling_unit, Role.HEAD)
        commands.extend(actor=head, at=at, dossier_id=dossier_id, seen_version=None, apology=apology)

    return act


def _ending(town: "Town", dossier_id: int) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        dossier = Dossier.objects.select_related("received_unit").get(pk=dossier_id)
        if dossier.finished_at:
            return
        clerk = town.desk(dossier.received_unit, Role.COUNTER)
        is_first = not Ending.objects.exists()
        told = Told("người nộp không còn nhu cầu, đề nghị trực tiếp tại quầy", "", tuple(dossier.papers))
        if not is_first and town.letters.random() < 0.5:
            told = Told("người nộp không bổ sung giấy tờ trong thời gian đã thông báo", BASIS, tuple(dossier.papers))
            commands.stop(actor=clerk, at=at, dossier_id=dossier_id, seen_version=None, told=told)
        else:
            commands.withdraw(actor=clerk, at=at, dossier_id=dossier_id, seen_version=None, told=told)

    return act


def plan_refusals(
    town: "Town",
    moments: Sequence[tuple[datetime, Unit]],
    versions: Sequence[ProcedureVersion],
    party: Callable[[], Party],
) -> None:
    """A refusal at the counter at each of these moments."""

    def refusal(unit: Unit) -> Callable[[datetime], None]:
        def act(at: datetime) -> None:
            reason, instead = town.letters.choice(REFUSALS)
            version = town.letters.choice(versions)
            refused = Refused(version.pk, party(), reason, BASIS, instead)
            commands.refuse(actor=town.desk(unit, Role.COUNTER), at=at, unit=unit, refused=refused)

        return act

    for at, unit in moments:
        town.later(at, refusal(unit))

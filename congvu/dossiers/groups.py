"""The groups of dossiers that figures count and lists show: one definition each, so the two can never differ.

A list is asked for by a `Choice` (choice.py); a figure counts the same conditions inside SQL.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.lookups import GreaterThanOrEqual, IsNull, LessThan
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.conditions import (
    Window,
    breaks_the_sum,
    carried,
    due_then,
    early,
    finished,
    late,
    left,
    on_the_day,
    open_runs,
    overdue,
    received,
    steps_done,
    stopped_then,
    waiting_for_collection,
    within,
)  # fmt: skip
from congvu.dossiers.models import Channel, DossierQuerySet, StepRun
from congvu.dossiers.promises import behind, late_to_commitment
from congvu.dossiers.signings import awaiting_signature
from congvu.dossiers.sources import vanished
from congvu.dossiers.with_clerk import awaiting_clerk
from congvu.rules.dossier import ENDED_WITHOUT_RESULT, State


@dataclass(frozen=True)
class Group:
    """A named group: the label, how it is counted, and the condition in SQL.

    `unit_field` says which unit a dossier is asked by: the one that settles it (tính cho), unless said otherwise.
    `runs` says which stretches of work a step filter means: the one under way, unless said otherwise.
    `is_of_report` marks what only the settlement report counts.
    """

    label: str | Promise
    meaning: str | Promise
    condition: Callable[[Window], Q]
    unit_field: str = "settling_unit"
    is_of_period: bool = False
    is_of_report: bool = False
    runs: Callable[[Window], Q] = field(default=open_runs)

    def rows(self, rows: DossierQuerySet, window: Window) -> DossierQuerySet:
        return rows.filter(self.condition(window))


def _period(label: str | Promise, meaning: str | Promise, condition: Callable[[Window], Q]) -> Group:
    return Group(label, meaning, condition, is_of_period=True)


def _report(label: str | Promise, meaning: str | Promise, condition: Callable[[Window], Q]) -> Group:
    return Group(label, meaning, condition, is_of_period=True, is_of_report=True)


GROUPS: Mapping[str, Group] = {
    # what came
    "tiep-nhan": _period(_("Tiếp nhận trong kỳ"), _("ngày tiếp nhận nằm trong kỳ"), received),
    "ky-truoc": _period(_("Kỳ trước chuyển sang"), _("tiếp nhận trước kỳ và chưa xong khi kỳ bắt đầu"), carried),
    "tong-tiep-nhan": _period(
        _("Tổng tiếp nhận"), _("tiếp nhận trong kỳ, cộng kỳ trước chuyển sang"), lambda w: received(w) | carried(w)
    ),
    # what lies there now
    "dang-giai-quyet": Group(_("Đang giải quyết"), _("chưa có kết quả lúc xem"), lambda w: Q(finished_at=None)),
    "trong-han": Group(
        _("Đang giải quyết, trong hạn"),
        _("chưa có kết quả, có hạn và chưa quá hạn lúc xem; đang tạm dừng thì xét lúc bắt đầu tạm dừng"), within,
    ),
    "qua-han": Group(
        _("Đang giải quyết, quá hạn"),
        _("chưa có kết quả và đã quá hạn luật định lúc xem; đang tạm dừng thì xét lúc bắt đầu tạm dừng"), overdue,
    ),
    "dang-cham-cam-ket": Group(
        _("Đang giải quyết, chậm so với cam kết"),
        _("chưa có kết quả, còn trong hạn luật định nhưng đã quá thời điểm cam kết; đang tạm dừng thì xét lúc bắt đầu"),
        behind,
    ),
    "dang-khong-han": Group(
        _("Đang giải quyết, không có hạn"), _("chưa có kết quả, hệ thống khác không nêu hạn"),
        lambda w: Q(finished_at=None, due_at=None),
    ),
    "den-han-hom-nay": Group(
        _("Đến hạn hôm nay"), _("chưa có kết quả, hạn luật định trong hôm nay, không tạm dừng"),
        lambda w: Q(finished_at=None, due_on=w.today, paused_at=None),
    ),
    "tam-dung": Group(
        _("Đang tạm dừng tính hạn"), _("đang chờ theo căn cứ tạm dừng; cũng được tính là trong hạn hoặc quá hạn"),
        lambda w: Q(state=State.PAUSED),
    ),
    "cho-ky": Group(
        _("Đang chờ ký"), _("đã trình, chưa được ký hoặc trả lại lúc xem; thời hạn vẫn tính"), awaiting_signature,
    ),
    "cho-van-thu": Group(
        _("Đã ký, chờ văn thư"), _("đã ký, chưa được cấp số hoặc đóng dấu lúc xem; thời hạn vẫn tính"), awaiting_clerk,
    ),
    "cho-tra": Group(
        _("Có kết quả, chờ trả"),
        _("có kết quả nhưng chưa trả cho người dân lúc xem; trừ hồ sơ lấy từ sổ khác, vì sổ đó không ghi việc trả"),
        waiting_for_collection,
    ),
    # what was settled
    "truoc-han": _period(_("Xong trước hạn"), _("có kết quả trước ngày hẹn"), early),
    "dung-han": _period(_("Xong đúng hạn"), _("có kết quả trong ngày hẹn, không sau giờ hẹn"), on_the_day),
    "xong": _period(
        _("Đã giải quyết trong kỳ"),
        _("ngày có kết quả nằm trong kỳ; hồ sơ dừng giải quyết hoặc đã rút được tính là xong lúc dừng, lúc rút"),
        finished,
    ),
    "xong-qua-han": _period(
        _("Xong quá hạn"), _("có kết quả sau thời điểm hẹn"), late,
    ),
    "khong-han": _period(
        _("Xong, không có hạn"), _("đã xong, hệ thống khác không nêu hạn; không tính là đúng hạn hay quá hạn"),
        lambda w: finished(w) & Q(due_at=None),
    ),
    "xong-trong-han": _period(
        _("Xong trước hạn hoặc đúng hạn"), _("có kết quả không sau thời điểm hẹn"),
        lambda w: finished(w) & Q(finished_at__lte=F("due_at")),
    ),
    "xong-co-han": _period(
        _("Đã xong và có hạn"), _("đã xong trong kỳ, trừ hồ sơ không có hạn"),
        lambda w: finished(w) & Q(due_at__isnull=False),
    ),
    "cham-cam-ket": _period(
        _("Chậm so với cam kết"), _("có kết quả trong hạn luật định nhưng sau thời điểm cam kết"),
        late_to_commitment,
    ),
    "cuoi-ky": _period(_("Còn lại cuối kỳ"), _("tiếp nhận đến hết kỳ và chưa xong khi kỳ kết thúc"), left),
    "dung-rut": _period(
        _("Dừng giải quyết, rút hồ sơ"),
        _("kết thúc trong kỳ mà không có kết quả; đã được tính trong số đã giải quyết, trước hạn hay quá hạn"),
        lambda w: finished(w) & Q(state__in=sorted(ENDED_WITHOUT_RESULT)),
    ),
    "gia-han": _period(
        _("Đã xin lỗi, gia hạn hoặc hẹn lại"),
        _("văn bản xin lỗi lập trong kỳ; lập trước khi quá hạn thì tính theo hạn mới, lập sau thì hạn cũ giữ nguyên"),
        lambda w: Q(extended_on__gte=w.first, extended_on__lte=w.last),
    ),
    "xong-sau-han-dau": _period(
        _("Xong sau hạn ban đầu"),
        _("đã được xin lỗi, hẹn lại và xong sau hạn ban đầu; nếu được gia hạn kịp thời thì có thể vẫn trong hạn mới"),
        lambda w: finished(w) & Q(finished_at__gt=F("original_due_at")),
    ),
    "nguoc-ngay": _period(
        _("Ngày xong trước ngày nhận"),
        _("sổ nguồn ghi ngày có kết quả trước ngày tiếp nhận, làm lệch phép cộng của kỳ"),
        lambda w: Q(finished_on__lt=F("received_on")) & (received(w) | finished(w)),
    ),
    "qua-buoc": Group(
        _("Hoàn thành bước trong kỳ"), _("có bước được hoàn thành trong kỳ"),
        lambda w: Q(Exists(StepRun.objects.filter(steps_done(w), dossier=OuterRef("pk")))),
        is_of_period=True, runs=steps_done,
    ),
    # what the settlement report counts besides
    "truc-tuyen": _report(
        _("Tiếp nhận trong kỳ, trực tuyến"), _("ngày tiếp nhận nằm trong kỳ, nộp trực tuyến"),
        lambda w: received(w) & Q(channel=Channel.ONLINE),
    ),
    "truc-tiep": _report(
        _("Tiếp nhận trong kỳ, trực tiếp hoặc bưu chính"),
        _("ngày tiếp nhận nằm trong kỳ, nộp trực tiếp hoặc qua bưu chính"),
        lambda w: received(w) & ~Q(channel=Channel.ONLINE),
    ),
    "cuoi-ky-trong-han": _report(
        _("Còn lại cuối kỳ, trong hạn"),
        _("chưa xong khi kỳ kết thúc và khi đó chưa quá hạn; đang tạm dừng thì xét lúc bắt đầu tạm dừng"),
        lambda w: left(w) & Q(GreaterThanOrEqual(due_then(w), stopped_then(w))),
    ),
    "cuoi-ky-qua-han": _report(
        _("Còn lại cuối kỳ, quá hạn"),
        _("chưa xong khi kỳ kết thúc và khi đó đã quá hạn; đang tạm dừng thì xét lúc bắt đầu tạm dừng"),
        lambda w: left(w) & Q(LessThan(due_then(w), stopped_then(w))),
    ),
    "cuoi-ky-khong-han": _report(
        _("Còn lại cuối kỳ, không có hạn"), _("chưa xong khi kỳ kết thúc, khi đó hệ thống khác không nêu hạn"),
        lambda w: left(w) & Q(IsNull(due_then(w), rhs=True)),
    ),
    "lech-ky": _report(
        _("Làm lệch phép cộng của kỳ"),
        _("sổ nguồn ghi ngày có kết quả trước ngày tiếp nhận, và chỉ một trong hai ngày nằm trong kỳ"),
        breaks_the_sum,
    ),
    # what passes through a unit, whoever settles it
    "nhan-tai-day": Group(
        _("Nhận tại đơn vị trong kỳ"), _("đơn vị này tiếp nhận trong kỳ, dù đơn vị nào giải quyết"), received,
        unit_field="received_unit", is_of_period=True,
    ),
    "nam-tai-day": Group(
        _("Đang nằm tại đơn vị"), _("chưa có kết quả và đang ở đơn vị này lúc xem, dù đơn vị nào giải quyết"),
        lambda w: Q(finished_at=None), unit_field="unit",
    ),
    "nam-qua-han": Group(
        _("Đang nằm tại đơn vị, quá hạn"), _("đang ở đơn vị này lúc xem và đã quá hạn luật định"), overdue,
        unit_field="unit",
    ),
    "cho-tra-tai-day": Group(
        _("Chờ trả tại đơn vị"), _("có kết quả, đang chờ người dân đến nhận tại đơn vị này"),
        waiting_for_collection, unit_field="unit",
    ),
    "khong-con-trong-so": Group(
        _("Không còn trong sổ nguồn"), _("sổ của hệ thống khác không còn hồ sơ này; các số khác vẫn tính"), vanished
    ),
}  # fmt: skip

"""The words of a register: names that differ stay apart, the same name is the same one again, a sign names nobody."""

from pathlib import Path

import pytest
from django.utils.text import slugify

from congvu.dossiers.models import Dossier, StepRun
from congvu.dossiers.register_keys import StepKeys, key_of
from congvu.ledger.queries import check, head
from congvu.offices.models import Official, Procedure, Unit
from congvu.rules.vietnamese import fold
from tests.people import Cast
from tests.registers import Register

pytestmark = pytest.mark.django_db
NEXT_DAY = "2026-11-24 09:00"


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path)


@pytest.fixture
def stepped(tmp_path: Path) -> Register:
    return Register(tmp_path, steps=True)


def step(name: str, when: str, by: str = "Hà") -> dict[str, str]:
    return {"name": name, "at": when, "by": by}


APART = [{"code": "H1", "official": "Hà", "unit": "Tổ 1.2"}, {"code": "H2", "official": "Hạ", "unit": "Tổ 12"},
         {"code": "H3", "official": "Ha", "unit": "李明", "procedure": "Khai sính"},
         {"code": "H4", "official": "HÀ", "unit": "Tổ  1.2"}]  # fmt: skip


def test_two_officials_apart_by_a_tone_stay_two_and_so_do_units_and_procedures(cast: Cast, register: Register) -> None:
    done = register.taken(cast, register.csv(*APART))
    assert (done.new, done.officials, done.units, done.procedures) == (4, 3, 3, 2)
    assert sorted(Official.objects.filter(is_imported=True).values_list("full_name", flat=True)) == ["Ha", "Hà", "Hạ"]
    by_code = {one.code: one for one in Dossier.objects.select_related("unit", "holder")}
    assert by_code["H1"].holder == by_code["H4"].holder and by_code["H1"].unit == by_code["H4"].unit
    assert [by_code[code].unit.name for code in ("H1", "H2", "H3")] == ["Tổ 1.2", "Tổ 12", "李明"]
    assert by_code["H3"].holder and by_code["H3"].holder.login == "so-cu-ha"  # the slug says it all
    before = head()
    again = register.taken(cast, register.csv(*APART), NEXT_DAY)
    assert (again.unchanged, again.officials, again.units, head()) == (4, 0, 0, before) and check().wrong == ""


@pytest.mark.parametrize("sign", ["-", "–", "...", " / "])
def test_a_sign_in_the_place_of_a_name_names_nobody(cast: Cast, register: Register, sign: str) -> None:
    lines = ({"official": sign, "unit": sign, "applicant": sign}, {"code": "H2", "official": "", "unit": ""})
    done = register.taken(cast, register.csv(*lines))
    assert (done.new, done.officials, done.units) == (2, 0, 0)
    dossier = Dossier.objects.get(code="H1")
    assert (dossier.holder, dossier.unit.code, hasattr(dossier, "applicant")) == (None, "so-cu", False)
    before = head()
    assert register.taken(cast, register.csv(*lines), NEXT_DAY).unchanged == 2 and head() == before


def test_long_steps_that_begin_alike_and_steps_apart_by_a_tone_stay_apart(cast: Cast, stepped: Register) -> None:
    begin = "Thẩm định hồ sơ đăng ký biến động quyền sử dụng đất tại chi nhánh khu vực "
    lines = [step(f"{begin}một", "02/11/2026 09:00", "-"), step(f"{begin}hai", "03/11/2026 09:00"),
             step("Ký", "04/11/2026 09:00"), step("Kỳ", "05/11/2026 09:00")]  # fmt: skip
    stepped.taken(cast, stepped.csv(*lines))
    keys = StepRun.objects.order_by("number").values_list("step_id", flat=True)
    assert len(set(keys)) == 4 and all(len(key) <= 60 for key in keys)
    assert StepRun.objects.get(number=1).official is None
    before = head()
    assert stepped.taken(cast, stepped.csv(*lines), NEXT_DAY).unchanged == 1 and head() == before


def as_it_was(root: str) -> None:
    """Give everything the keys of the rule before: the folded slug alone."""
    for official in Official.objects.filter(is_imported=True):
        Official.objects.filter(pk=official.pk).update(login=slugify(f"{root}-{fold(official.full_name)}"))
    for unit in Unit.objects.filter(code__startswith=f"{root}-"):
        code = slugify(f"{root}-{fold(unit.name)}")
        Unit.objects.filter(pk=unit.pk).update(code=code, path=unit.path.replace(unit.code, code))
    for procedure in Procedure.objects.filter(is_imported=True):
        Procedure.objects.filter(pk=procedure.pk).update(slug=slugify(f"{root}-{fold(procedure.name)}"))
    for run in StepRun.objects.all():
        StepRun.objects.filter(pk=run.pk).update(step_id=slugify(fold(run.name))[:60])


def test_a_place_made_by_the_rule_before_knows_every_name_again(cast: Cast, stepped: Register) -> None:
    lines = [step("Nhận", "02/11/2026 09:00"), step("Xác minh", "03/11/2026 09:00", "Minh")]
    stepped.taken(cast, stepped.csv(*lines))
    as_it_was("so-cu")
    before = head()
    assert stepped.taken(cast, stepped.csv(*lines), NEXT_DAY).unchanged == 1 and head() == before
    more = [*lines, step("Xác mình", "04/11/2026 09:00", "Mịnh")]
    done = stepped.taken(cast, stepped.csv(*more), "2026-11-25 09:00")
    assert (done.changed, done.officials, done.units) == (1, 1, 0)
    keys = list(StepRun.objects.order_by("number").values_list("step_id", flat=True))
    assert keys[:2] == ["nhan", "xac-minh"] and keys[2].startswith("xac-minh-")


def test_what_the_rule_before_made_one_is_taken_apart(cast: Cast, register: Register) -> None:
    register.taken(cast, register.csv({}))
    as_it_was("so-cu")
    done = register.taken(cast, register.csv({}, {"code": "H2", "official": "Hạ"}), NEXT_DAY)
    assert (done.new, done.unchanged, done.officials) == (1, 1, 1)


def test_a_key_that_somebody_else_has_is_not_taken(cast: Cast, register: Register) -> None:
    own = Official.objects.create(login="so-cu-ha", full_name="Ha", password="!")
    assert register.taken(cast, register.csv({"official": "Ha"})).officials == 1
    assert Dossier.objects.get().holder != own
    assert register.taken(cast, register.csv({"official": "Ha"}), NEXT_DAY).unchanged == 1


def test_a_step_whose_key_served_two_names_gets_its_own() -> None:
    keys = StepKeys([("Ký", "ky"), ("Kỳ", "ky"), ("Nhận", "nhan")])
    assert keys["Nhận"] == "nhan" and len({keys["Ký"], keys["Kỳ"], keys["ky"], "ky"}) == 4
    assert key_of("", "Register 1", lambda _key: False) == "register-1"

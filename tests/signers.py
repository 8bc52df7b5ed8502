"""Who signs and seals beside the cast: Thư the clerk, Yên the vice-chairwoman, and a procedure that is signed."""

from dataclasses import dataclass
from datetime import date

from congvu.dossiers import commands
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.commands.signing import DraftPaper, SignAs
from congvu.dossiers.models import Dossier, Signing
from congvu.offices import commands as offices
from congvu.offices.models import Category, Official, Post, ProcedureVersion, Role, Unit
from congvu.papers.uploads import Checked
from congvu.rules.signing import Draft
from tests.people import STEPS, Cast, at

PERMIT = DraftPaper(Draft.RESULT, "Cấp giấy phép xây dựng nhà ở", "GP", 3, "trình gấp")


@dataclass
class Signers:
    cast: Cast
    clerk: Official
    vice: Official
    version: ProcedureVersion

    def post(self, who: Official) -> Post:
        return who.posts.select_related("unit", "official").get()

    def at_desk(self, when: str = "2026-11-23 09:10") -> Dossier:
        """A dossier of the signed procedure that lies with Hà at its last step, the signature."""
        dossier = self.cast.at_desk(when, self.version)
        to = Receiver(self.cast.justice, self.cast.ha)
        return commands.finish_step(
            actor=self.cast.ha, at=at(when), dossier_id=dossier.pk, seen_version=None, to=to
        )

    def submit(
        self, dossier: Dossier, when: str = "2026-11-23 10:00", *, signers: tuple[Official, ...] = (),
        paper: DraftPaper = PERMIT, seen: int | None = None,
    ) -> Signing:  # fmt: skip
        """Hà submits to Minh (initials) and the chairman (signs), unless others are named."""
        posts = [self.post(one).pk for one in signers or (self.cast.minh, self.cast.chairman)]
        return commands.submit_for_signature(
            actor=self.cast.ha, at=at(when), dossier_id=dossier.pk, seen_version=seen, paper=paper, signers=posts
        )

    def sign(self, signing: Signing, who: Official, when: str, sign_as: SignAs | None = None) -> Signing:
        return commands.sign(actor=who, at=at(when), signing_id=signing.pk, seen_version=None, sign_as=sign_as)

    def signed(self, when: str = "2026-11-23 10:00") -> Signing:
        """A permit that both have signed; it waits for its number."""
        signing = self.submit(self.at_desk(), when)
        self.sign(signing, self.cast.minh, when)
        return self.sign(signing, self.cast.chairman, when)

    def number(self, signing: Signing, when: str) -> Signing:
        return commands.number_paper(actor=self.clerk, at=at(when), signing_id=signing.pk, seen_version=None)

    def seal(self, signing: Signing, when: str) -> Signing:
        return commands.seal_paper(actor=self.clerk, at=at(when), signing_id=signing.pk, seen_version=None)


def gather_signers(cast: Cast) -> Signers:
    """Set them up by the commands people use."""
    now = at("2026-11-02 09:00")

    def person(login: str, name: str, role: Role, title: str, unit: Unit) -> Official:
        made = offices.create_official(
            actor=cast.clockwork, at=now, login=login, full_name=name, unit=unit, category=Category.CIVIL_SERVANT,
            password="mat-khau-dai",
        )  # fmt: skip
        offices.grant_post(
            actor=cast.clockwork, at=now, official=made, unit=unit, role=role, title=title, from_on=date(2026, 1, 1)
        )
        return made

    steps = [*STEPS[:2], STEPS[2] | {"signing": ["head", "leader"]}]
    version = offices.publish_procedure(
        actor=cast.clockwork, at=now, valid_from=date(2025, 7, 1),
        procedure={"slug": "cap-phep", "name": "Cấp giấy phép xây dựng", "code": ""},
        terms={"settling_unit": cast.justice, "term": "3wd", "commitment": "2wd", "steps": steps, "papers": []},
    )  # fmt: skip
    return Signers(
        cast, person("thu", "Ngô Thị Thư", Role.CLERK, "Văn thư", cast.root),
        person("yen", "Mai Thị Yên", Role.LEADER, "Phó Chủ tịch", cast.root), version,
    )  # fmt: skip


def letter_to_the_chairman(
    cast: Cast, dossier: Dossier, when: str = "2026-11-23 09:40", file: Checked | None = None
) -> Signing:
    """Hà submits a letter of an ordinary dossier to the chairman alone."""
    return commands.submit_for_signature(
        actor=cast.ha, at=at(when), dossier_id=dossier.pk, seen_version=None,
        paper=DraftPaper(Draft.LETTER, "Đề nghị phối hợp xác minh", "", 1, file=file),
        signers=[cast.chairman.posts.get().pk],
    )  # fmt: skip

"""Which addresses stand for each route when every page is looked at, and which routes are no page, and why.

An address is visited as the official named, or as nobody; `A > B` opens A first (the QR that lets a browser look). What
stands in braces is found by the fixture `known`.
"""

Visit = tuple[str, str]

NO_PAGE = {
    "sign_out": "POST only",
    "set_language": "POST only",
    "dossiers:kiosk_close": "leads back to the kiosk",
    "dossiers:citizen_paper": "PDF",
    "dossiers:receipt": "PDF",
    "dossiers:refusal_pdf": "PDF",
    "dossiers:register_pdf": "PDF",
    "dossiers:paper": "PDF",
    "dossiers:control_sheet": "PDF",
    "dossiers:batch_pdf": "PDF",
    "dossiers:public_list": "PDF",
    "dossiers:saved_change": "read, it shows its page with a kept form",
    "dossiers:bulk": "read, it shows its page with a kept form",
    "dossiers:batch_act": "read, it shows its page with a kept form",
    "dossiers:read_card": "an answer for the intake form's script",
    "dossiers:visit_receipts": "PDF",
    "dossiers:register_upload": "read, it shows its page with a kept form",
    "dossiers:register_decide": "read, it shows its page with a kept form",
    "dossiers:mapping_yaml": "a file to take along",
    "dossiers:filing_act": "read, it shows its page with a kept form",
    "dossiers:cash_pdf": "PDF",
    "dossiers:cash_xlsx": "a workbook",
    "dossiers:cash_close": "read, it shows its page with a kept form",
    "dossiers:fee_act": "read, it shows its page with a kept form",
    "dossiers:scan_file": "the file itself",
    "dossiers:scan_withdraw": "read, it shows its page with a kept form",
    "dossiers:signing_file": "the file itself",
    "dossiers:signing_act": "read, it shows the signing's page with a kept form",
    "dossiers:absence_minutes": "PDF",
    "dossiers:absence_act": "read, it shows the page of the absence with a kept form",
    "outbox_retry": "POST only",
    "notice_confirmed": "a gateway's POST",
    "dossiers:receipt_block": "PDF",
    "dossiers:act": "read, it shows the dossier's own page with a kept form",
}

QR = ("late", "paused", "extended", "asked", "ended", "returned")
VISITS: dict[str, tuple[Visit, ...]] = {
    "home": (("", "/"),),
    "by_qr": tuple(("", f"/Q/{{qr_{kind}}}") for kind in QR),
    "sign_in": (("", "/dang-nhap/"),),
    "dossiers:lookup": (("", "/tra-cuu/"),),
    "dossiers:status": (("", "/Q/{qr_late} > /tra-cuu/ho-so/?in=to"),),
    "dossiers:rate": (("", "/Q/{qr_returned} > /tra-cuu/danh-gia/"),),
    "dossiers:rate_supervised": (("tiepnhan", "/ho-so/{returned}/danh-gia-tai-quay/"),),
    "dossiers:kiosk": (("", "/tra-cuu/kiosk/"), ("", "/tra-cuu/kiosk/?chu=to")),
    "dossiers:kiosk_status": (("", "/Q/{qr_late} > /tra-cuu/kiosk/ho-so/"),),
    "dossiers:lookup_slip": (("chutich", "/ho-so/{taken_over}/phieu-tra-cuu/"),),
    "dossiers:accept": (
        ("tiepnhan", "/ho-so/tiep-nhan/"), ("tiepnhan", "/ho-so/tiep-nhan/?q=khong+co"),
        ("tiepnhan", "/ho-so/tiep-nhan/?q=dang+ky"),
    ),
    "dossiers:accept_one": (("tiepnhan", "/ho-so/tiep-nhan/birth-registration/"),),
    "dossiers:accepted": (("tiepnhan", "/ho-so/{mine}/da-tiep-nhan/"),),
    "dossiers:queue": (("tiepnhan", "/hang-cho/"),),
    "dossiers:ticket": (("tiepnhan", "/so-thu-tu/{ticket}/"),),
    "dossiers:ticket_machine": (("", "/lay-so/ttpvhcc/{machine}/"),),
    "dossiers:screen": (("", "/man-hinh/ttpvhcc/"),),
    "dossiers:paper_receipts": (
        ("tiepnhan", "/giay-bien-nhan/"), ("tiepnhan", "/giay-bien-nhan/?tinh-trang=cancelled"),
    ),
    "indicators:queue": (("chutich", "/hang-cho/so-lieu/"), ("chutich", "/hang-cho/so-lieu/?tu=31/02/2026&den=x")),
    "dossiers:warning": (("hotich", "/canh-bao-som/"), ("tuphap", "/canh-bao-som/")),
    "dossiers:absences": (("hotich", "/vang-mat/"), ("tuphap", "/vang-mat/")),
    "dossiers:absence_choose": (("tuphap", "/vang-mat/ghi/"),),
    "dossiers:absence_enter": (("tuphap", "/vang-mat/ghi/hotich/"),),
    "dossiers:absence": (("chutich", "/vang-mat/{absence}/"),),
    "outbox": (("quantri", "/hop-thu-di/"), ("quantri", "/hop-thu-di/?trang-thai=given_up")),
    "dossiers:ask_signature": (("hotich", "/ho-so/{to_sign}/trinh-ky/"),),
    "dossiers:signing": (("chutich", "/trinh-ky/"), ("vanthu", "/trinh-ky/"), ("xahoi", "/trinh-ky/")),
    "dossiers:signing_one": (("chutich", "/trinh-ky/{signed}/"), ("vanthu", "/trinh-ky/{signed}/")),
    "dossiers:number_book": (("vanthu", "/so-cap-so/"), ("vanthu", "/so-cap-so/?in=1")),
    "dossiers:signing_overview": (("chutich", "/cho-ky/"), ("chutich", "/cho-ky/?in=1")),
    "dossiers:cash": (("tiepnhan", "/thu-phi/"), ("tiepnhan", "/thu-phi/?ngay=31/02/2026")),
    "dossiers:cash_day": (("chutich", "/thu-phi/{cash_day}/"),),
    "dossiers:unpaid": (("tiepnhan", "/thu-phi/chua-nop/"),),
    "dossiers:fees": (("tiepnhan", "/ho-so/{mine}/phi/"),),
    "dossiers:scans": (("tiepnhan", "/ho-so/{mine}/so-hoa/"), ("chutich", "/ho-so/{scanned}/so-hoa/")),
    "fee_rates": (("quantri", "/muc-thu/"),),
    "fee_publish": (("quantri", "/muc-thu/birth-registration/"),),
    "dossiers:day_register": (("quantri", "/so-trong-ngay/"),),
    "dossiers:register_gone": (("quantri", "/so-trong-ngay/khong-con/"),),
    "dossiers:register_file": (
        ("quantri", "/so-trong-ngay/tep/{compared}/"), ("quantri", "/so-trong-ngay/tep/{faulty}/"),
    ),
    "dossiers:mapping_begin": (("quantri", "/so-trong-ngay/anh-xa/"),),
    "dossiers:mapping_compose": (("quantri", "/so-trong-ngay/anh-xa/mau/{sample}/"),),
    "dossiers:mapping": (("quantri", "/so-trong-ngay/anh-xa/so-tinh/"),),
    "dossiers:filings": (("tiepnhan", "/hang-cho-truc-tuyen/"), ("tiepnhan", "/hang-cho-truc-tuyen/?xem=xong")),
    "dossiers:refuse": (("tiepnhan", "/ho-so/tu-choi/birth-registration/"),),
    "dossiers:refusals": (("tiepnhan", "/tu-choi/"), ("tiepnhan", "/tu-choi/?q=khongcoai")),
    "dossiers:refusal": (("chutich", "/tu-choi/{refused}/"),),
    "dossiers:register": (
        ("tiepnhan", "/so-theo-doi/"), ("tiepnhan", "/so-theo-doi/?tu=31/02/2026"),
        ("tiepnhan", "/so-theo-doi/?tu=01/01/2020&den=02/01/2020"),
    ),
    "dossiers:work": (
        ("tiepnhan", "/viec-cua-toi/"), ("hotich", "/viec-cua-toi/"), ("tuphap", "/viec-cua-toi/"),
        ("quantri", "/viec-cua-toi/"),
    ),
    "dossiers:find": (("tiepnhan", "/tim/"),),
    "dossiers:list": (
        ("tiepnhan", "/ho-so/"), ("tiepnhan", "/ho-so/?kenh=post&can-bo=."), ("hotich", "/ho-so/?nhom=dang-giai-quyet"),
        ("quantri", "/ho-so/"),
    ),
    "dossiers:export": (("tuphap", "/ho-so/tai/?nhom=xong"),),
    "dossiers:saved": (("tiepnhan", "/ho-so/bo-loc/"),),
    "dossiers:bulk_run": (("tiepnhan", "/ho-so/hang-loat/{bulk}/"),),
    "dossiers:detail": (
        ("tiepnhan", "/ho-so/{mine}/"), ("chutich", "/ho-so/{late}/"), ("chutich", "/ho-so/{extended}/"),
        ("chutich", "/ho-so/{asked}/"), ("chutich", "/ho-so/{posted}/"), ("chutich", "/ho-so/{handed}/"),
    ),
    "dossiers:land": (("chutich", "/dat-dai/"), ("chutich", "/dat-dai/?q=khongcoai")),
    "dossiers:batches": (("tiepnhan", "/ban-giao/"), ("tuphap", "/ban-giao/")),
    "dossiers:batch_compose": (("tiepnhan", "/ban-giao/lap/papers/ttpvhcc/tu-phap-ho-tich/"),),
    "dossiers:batch": (("tuphap", "/ban-giao/{coming}/"), ("dongtien", "/ban-giao/{coming}/")),
    "indicators:unit": (
        ("chutich", "/don-vi/"), ("chutich", "/don-vi/?in=1"), ("chutich", "/don-vi/?tu=31/02/2026&den=x"),
        ("tuphap", "/don-vi/"), ("tiepnhan", "/don-vi/"),
    ),
    "indicators:one_unit": (("chutich", "/don-vi/ttpvhcc/"),),
    "indicators:own": (("hotich", "/so-lieu-cua-toi/"),),
    "indicators:own_list": (("hotich", "/so-lieu-cua-toi/danh-sach/"),),
    "indicators:officials": (("tuphap", "/so-lieu-can-bo/"),),
    "indicators:official": (
        ("tuphap", "/so-lieu-can-bo/hotich/?nam=2026&so=10"), ("tuphap", "/so-lieu-can-bo/hotich/"),
    ),
    "indicators:official_list": (("tuphap", "/so-lieu-can-bo/hotich/danh-sach/?nam=2026&so=10"),),
    "indicators:ratings": (("tuphap", "/danh-gia/"),),
    "indicators:report": (
        ("chutich", "/bao-cao/"), ("chutich", "/bao-cao/?loai=thang&nam=2026&so=11"),
        ("chutich", "/bao-cao/?loai=thang&nam=x"), ("tuphap", "/bao-cao/?theo=don-vi"),
    ),
    "indicators:one_report": (("chutich", "/bao-cao/ttpvhcc/"),),
}  # fmt: skip
NOWHERE = (("", "/khong-co/"), ("tiepnhan", "/khong-co/"))

BY_LOGIN: dict[str, list[str]] = {}
for _login, _address in (*(one for found in VISITS.values() for one in found), *NOWHERE):
    BY_LOGIN.setdefault(_login, []).append(_address)
